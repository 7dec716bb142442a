"""`pointsbook verify`: every invariant, over every community."""

import click
from sqlalchemy import text

from app.cli.running import with_database
from app.plumbing.db import Database


@click.command()
def verify() -> None:
    """Name every broken invariant; exit status 1 where there is one."""

    # As the platform's role: anybody else would see nothing, and be content.
    async def work(database: Database) -> list[tuple[str, ...]]:
        async with database.platform() as tx:
            # A whole history takes longer to read than a page may take.
            await tx.execute(text("set local statement_timeout = 0"))
            found = await tx.execute(text("select * from violations()"))
            return [tuple(str(value) for value in row) for row in found]

    breaches = with_database(work)
    for invariant, tenant_id, subject, detail in breaches:
        click.echo(f"{invariant}: {subject}: {detail} (community {tenant_id})")
    if breaches:
        raise click.exceptions.Exit(1)
    click.echo("Every invariant holds.")
