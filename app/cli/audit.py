"""`pointsbook audit`: prove that nobody changed what was recorded."""

import asyncio
import os
import sys
from uuid import UUID

import click

from app.audit import service
from app.audit.rules import Broken, Head
from app.plumbing.db import Database
from app.plumbing.settings import Settings


@click.group()
def audit() -> None:
    """The record of administrative acts."""


@audit.command()
def verify() -> None:
    """Walk every community's chain; name the first broken row of each."""
    chains = asyncio.run(_verify(Settings.read(os.environ)))
    for tenant_id, end in chains.items():
        if isinstance(end, Broken):
            click.echo(f"{tenant_id}: broken at {end}")
        else:
            click.echo(f"{tenant_id}: whole, {end.seq} rows")
    if any(isinstance(end, Broken) for end in chains.values()):
        sys.exit(1)


async def _verify(settings: Settings) -> dict[UUID, Broken | Head]:
    database = Database(settings)
    try:
        async with database.platform() as tx:
            return await service.verify(tx)
    finally:
        await database.close()
