"""`pointsbook migrate`: bring the database up to date."""

import click

from app.cli.running import read_settings
from app.plumbing import schema


@click.command()
def migrate() -> None:
    """Run the migrations that are due, as the owner of the tables."""
    settings = read_settings()
    if settings.owner_database_url is None:
        msg = "POINTSBOOK_OWNER_DATABASE_URL is missing: migrations run as the owner of the tables"
        raise click.ClickException(msg)
    try:
        schema.upgrade(settings.owner_database_url)
    except schema.TablesInUse as no:
        raise click.ClickException(str(no)) from None
    click.echo(f"The schema is at version {schema.newest_version()}.")
