"""`pointsbook import`: events from a file, shown before they are taken over."""

from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import System
from app.catalogue import service
from app.catalogue.rules.importing.files import DEFAULT_SPORT, read_file
from app.catalogue.rules.importing.plans import Action, Change, Difference
from app.catalogue.rules.importing.wanted import FILE_BYTES_MAX, ImportRefused, Reading
from app.cli.running import with_database
from app.plumbing.db import Database
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID

OPERATOR = System(name="command line")
MARKS = {Action.ADDED: "+", Action.CHANGED: "~"}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--community", help="Whose the events are; by default the platform's, for all.")
@click.option("--sport", default=DEFAULT_SPORT, show_default=True, help="What JSON is about.")
@click.option("--zone", help="The zone of times that name none, such as Africa/Accra.")
def import_(
    file: Path, *, preview: bool, community: str | None, sport: str, zone: str | None
) -> None:
    """Take over the events in FILE: CSV, or the JSON of openfootball.  All of them, or none."""
    content = _content(file)

    async def work(database: Database) -> Difference | ImportRefused:
        reading = read_file(content, name=file.name, sport=sport, zone=zone)
        owner = await _owner(database, community)
        try:
            async with database.tenant(owner) as tx:
                return await _import(tx, reading, owner, preview=preview)
        except ImportRefused as refused:
            return refused

    done = with_database(work)
    if isinstance(done, ImportRefused):
        for complaint in done.complaints:
            click.echo(f"{complaint.place}: {complaint.reason}", err=True)
        raise click.ClickException(str(done))
    _tell(done, preview=preview)


async def _import(
    tx: AsyncConnection, reading: Reading, owner: UUID, *, preview: bool
) -> Difference:
    seen = await service.preview_import(tx, reading, owner=owner)
    if preview:
        return seen
    return await service.apply_import(tx, reading, digest=seen.digest, owner=owner, by=OPERATOR)


async def _owner(database: Database, community: str | None) -> UUID:
    if community is None:
        return PLATFORM_ID
    async with database.reading(PLATFORM_ID) as tx:
        return (await tenants.get_community(tx, community)).id


def _content(file: Path) -> bytes:
    """No more of it than would be refused."""
    with file.open("rb") as opened:
        return opened.read(FILE_BYTES_MAX + 1)


def _tell(done: Difference, *, preview: bool) -> None:
    for change in done.changes:
        if change.action in MARKS:
            click.echo(f"{MARKS[change.action]} {change.kind} {change.slug}{_difference(change)}")
    counts = ", ".join(f"{count} {action}" for action, count in done.counts.items())
    click.echo(f"{counts}." + (" Nothing was changed yet." if preview else ""))


def _difference(change: Change) -> str:
    if change.action is not Action.CHANGED:
        return ""
    return ": " + "; ".join(
        f"{name}: {change.before[name]} -> {after}" for name, after in change.after.items()
    )
