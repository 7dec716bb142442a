"""`pointsbook erasures`: who left, so that a restored copy can be told."""

from typing import TextIO

import click
import msgspec

from app.cli.running import with_database
from app.plumbing.db import Database
from app.privacy import service
from app.privacy.rules.leaving import Erasure


@click.group()
def erasures() -> None:
    """Players who deleted their account."""


@erasures.command("list")
def list_() -> None:
    """Print everybody who left, one a line: keep it apart from backups."""

    async def work(database: Database) -> list[Erasure]:
        async with database.platform() as tx:
            return await service.list_erasures(tx)

    for erasure in with_database(work):
        click.echo(msgspec.json.encode(erasure))


@erasures.command()
@click.argument("file", type=click.File())
def apply(file: TextIO) -> None:
    """Erase again everybody of FILE, after a restore.  Whoever is erased stays so."""
    wanted = [msgspec.json.decode(line, type=Erasure) for line in file]

    async def work(database: Database) -> None:
        await service.erase_again(database.tenant, wanted)

    with_database(work)
    click.echo(f"{len(wanted)} erased")
