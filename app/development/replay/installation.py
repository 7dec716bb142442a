"""An installation for one replay: made in a folder that goes when it ends, with all it started."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from app.development import supervisor
from app.development.environment import LOOPBACK, free_port
from app.development.programs import Options
from app.plumbing.settings import Settings

SETTINGS = {
    # A crowd behind one address is what this is about.
    "rate_limit_times": "1000000",
    "log_level": "warning",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """`environ` lets other commands find it; `folder` is what goes with it."""

    settings: Settings
    url: str
    environ: Mapping[str, str]
    folder: Path


@contextmanager
def thrown_away(log: IO[str]) -> Iterator[Installation]:
    """What its servers say goes to the log."""

    def note(name: str, line: str) -> None:
        print(f"{name:>10} | {line}", file=log, flush=True)

    with TemporaryDirectory(prefix="pointsbook-replay-") as folder, ExitStack() as ending:
        options = Options(data=Path(folder), port=free_port(), settings=SETTINGS)
        with supervisor.in_plain_words(options.data):
            servers = supervisor.start_servers(options, ending, say=note)
        yield Installation(
            settings=servers.settings,
            url=f"http://{LOOPBACK}:{options.port}",
            environ=servers.environ,
            folder=options.data,
        )
