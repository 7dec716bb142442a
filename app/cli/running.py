"""How commands reach the database, and how they say no."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy.exc import DBAPIError

from app.plumbing.db import Database
from app.plumbing.refusals import Refusal
from app.plumbing.settings import BadSettings, Settings

T = TypeVar("T")

# Where `pointsbook run` writes the settings of an installation on this machine.
WRITTEN = Path(".pointsbook/environment")


def read_settings() -> Settings:
    try:
        return Settings.read(os.environ)
    except BadSettings as bad:
        lines = ["The settings are wrong:", *bad.problems]
        if WRITTEN.exists():
            lines.append(f"`pointsbook run` wrote down its own here: try `. {WRITTEN}` first.")
        raise click.ClickException("\n".join(lines)) from None


def with_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """Run a command's work; a refusal becomes one clear sentence and exit status 1."""

    async def run() -> T:
        database = Database(read_settings())
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except Refusal as no:
        facts = ", ".join(f"{name}: {fact}" for name, fact in no.facts.items())
        raise click.ClickException(f"{no} ({facts})" if facts else str(no)) from None
    except DBAPIError as error:
        msg = f"The database refused or does not answer: {error.orig}"
        raise click.ClickException(msg) from None
