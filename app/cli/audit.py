"""`pointsbook audit`: prove that nobody changed what was recorded."""

from uuid import UUID

import click

from app.audit import service
from app.audit.rules import Broken, Head
from app.cli.running import with_database
from app.plumbing.db import Database


@click.group()
def audit() -> None:
    """The record of administrative acts."""


@audit.command()
def verify() -> None:
    """Walk every community's chain; name the first broken row of each."""

    async def work(database: Database) -> dict[UUID, Broken | Head]:
        async with database.platform() as tx:
            return await service.verify(tx)

    chains = with_database(work)
    for tenant_id, end in chains.items():
        if isinstance(end, Broken):
            click.echo(f"{tenant_id}: broken at {end}")
        else:
            click.echo(f"{tenant_id}: whole, {end.seq} rows")
    if any(isinstance(end, Broken) for end in chains.values()):
        raise click.exceptions.Exit(1)
