"""`pointsbook config check`: what Pointsbook would run with, before it does."""

import os
import sys

import click

from app.plumbing.settings import VARIABLES, Secret, examine


@click.group()
def config() -> None:
    """The settings of this installation."""


@config.command()
def check() -> None:
    """Print every setting; fail if one is wrong."""
    values, problems = examine(os.environ)
    for variable, item in VARIABLES.items():
        shown = _shown(values[item.name]) if item.name in values else "wrong, see below"
        if variable not in os.environ and f"{variable}_FILE" not in os.environ:
            shown = f"{shown} (by default)" if item.name in values else "missing"
        click.echo(f"{variable} = {shown}\n    {item.metadata['meaning']}")
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)
    click.echo("All settings are good.")


def _shown(value: object) -> str:
    match value:
        case Secret():
            return "set"
        case None:
            return "none"
        case tuple():
            return ", ".join(map(str, value)) or "none"
        case _:
            return str(value)
