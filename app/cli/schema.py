"""`pointsbook migrate`: bring the database up to date."""

import os

import click

from app.plumbing import schema
from app.plumbing.settings import Settings


@click.command()
def migrate() -> None:
    """Run the migrations that are due, as the owner of the tables."""
    settings = Settings.read(os.environ)
    if settings.owner_database_url is None:
        msg = "POINTSBOOK_OWNER_DATABASE_URL is missing: migrations run as the owner of the tables"
        raise click.ClickException(msg)
    schema.upgrade(settings.owner_database_url)
    click.echo(f"The schema is at version {schema.newest_version()}.")
