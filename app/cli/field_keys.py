"""`pointsbook field-keys`: which key seals how much, so that nobody drops one that is needed."""

import click

from app.cli.running import read_settings, with_database
from app.identity.service import sealing
from app.plumbing.db import Database
from app.plumbing.vault import Vault


@click.command("field-keys")
def field_keys() -> None:
    """Count the sealed values under each field key, newest key first."""
    held = Vault.parse(read_settings().field_keys).names

    async def work(database: Database) -> dict[str, int]:
        async with database.platform() as tx:
            return await sealing.count_by_key(tx)

    counts = with_database(work)
    for name in held:
        click.echo(f"{name}\t{counts.pop(name, 0)} values")
    for name, count in sorted(counts.items()):
        click.echo(f"{name}\t{count} values, and we do not hold this key")
