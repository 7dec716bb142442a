"""`pointsbook replay`: a World Cup in minutes, played by programs."""

import asyncio
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import msgspec

from app.cli.running import read_settings
from app.development import CannotStart
from app.development.replay.generating import GENERATED
from app.development.replay.installation import thrown_away
from app.development.replay.report import Report, as_markdown
from app.development.replay.runner import Wanted
from app.development.replay.runner import replay as play
from app.development.replay.schedule import NothingToReplay
from app.development.replay.wire import NotDone
from app.plumbing.settings import Settings
from app.plumbing.telemetry import logs

SPEED = click.FloatRange(1, 1_000_000)


@click.command()
@click.argument("source", default=GENERATED)
@click.option("--speed", type=SPEED, default=2_000, show_default=True, help="How much faster.")
@click.option("--players", type=click.IntRange(1, 10_000), default=500, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another one, another game.")
@click.option("--matches", type=click.IntRange(1), help="Only the first ones; all without it.")
@click.option("--url", help="A running Pointsbook, with its settings in the environment.")
@click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".pointsbook/replay"),
    show_default=True,
    help="The folder for report.md, report.json and what the servers said.",
)
def replay(
    source: str,
    speed: float,
    players: int,
    seed: int,
    matches: int | None,
    url: str | None,
    folder: Path,
) -> None:
    """Play SOURCE, such as openfootball/2022, with players that are programs.

    It starts an installation of its own, and ends it.  Exit status 1: something is wrong.
    """
    # Whoever is told to end ends what they started, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Quiet but for warnings, which go to standard error.
    logs.configure_structlog(strict=False)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _installation(url, folder) as (settings, address):
            wanted = Wanted(
                source=source,
                data=settings.data_folder,
                speed=speed,
                players=players,
                seed=seed,
                matches=matches,
                command=shlex.join(["pointsbook", *sys.argv[1:]]),
            )
            told = asyncio.run(play(settings, address, wanted))
    except (CannotStart, NothingToReplay, NotDone) as reason:
        raise click.ClickException(str(reason)) from None
    _write(told, folder)
    if not told.sound:
        raise click.exceptions.Exit(1)


@contextmanager
def _installation(url: str | None, folder: Path) -> Iterator[tuple[Settings, str]]:
    """The one that runs, or one of our own, with its settings and its address."""
    if url:
        yield read_settings(), url
        return
    with (folder / "servers.log").open("w") as log, thrown_away(log) as made:
        yield made.settings, made.url


def _write(report: Report, folder: Path) -> None:
    markdown = as_markdown(report)
    (folder / "report.md").write_text(markdown)
    content = msgspec.json.format(msgspec.json.encode(report), indent=2)
    (folder / "report.json").write_bytes(content + b"\n")
    click.echo(markdown)
