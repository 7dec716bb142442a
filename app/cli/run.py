"""`pointsbook run` and `pointsbook reset`: Pointsbook on this machine alone."""

import shutil
from pathlib import Path

import click

from app.development import CannotStart, supervisor
from app.development.environment import held
from app.development.programs import Options

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, resolve_path=True),
    default=Path(".pointsbook"),
    show_default=True,
    help="The folder for everything it keeps.",
)


@click.command()
@DATA
@click.option("--port", type=click.IntRange(1, 65_534), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1), default=1, help="Web processes.")
@click.option("--reload", is_flag=True, help="Restart web and worker when the code changes.")
@click.option("--keycloak", is_flag=True, help="The real Keycloak in place of the stand-in.")
def run(data: Path, port: int, workers: int, *, reload: bool, keycloak: bool) -> None:
    """Start Pointsbook on this machine, with all that it needs."""
    if reload and workers > 1:
        msg = "--reload works with one web process: leave out --workers"
        raise click.UsageError(msg)
    options = Options(data=data, port=port, workers=workers, reload=reload, keycloak=keycloak)
    try:
        supervisor.run(options)
    except CannotStart as reason:
        raise click.ClickException(str(reason)) from None


@click.command()
@DATA
def reset(data: Path) -> None:
    """Remove all that `pointsbook run` keeps: people, bets, keys."""
    if not data.exists():
        return
    if not (data / "lock").exists():
        msg = f"{data} does not look like a folder of Pointsbook, so it stays"
        raise click.ClickException(msg)
    try:
        with held(data):
            shutil.rmtree(data)
    except CannotStart as reason:
        raise click.ClickException(str(reason)) from None
    except OSError as error:
        msg = f"{error.filename} cannot be removed: {error.strerror}"
        raise click.ClickException(msg) from None
