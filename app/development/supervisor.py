"""`pointsbook run`: every server of Pointsbook on this machine, until told to stop."""

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NoReturn

import click
import psycopg
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from app.development import CannotStart, demo_people, programs
from app.development.directory.config import DEMO_PASSWORD
from app.development.environment import (
    LOOPBACK,
    check_port,
    held,
    port_near,
    secret_files,
    variables,
    write_down,
)
from app.development.postgres import Cluster
from app.development.processes import Process
from app.development.programs import Options
from app.development.seed import seed, seed_players
from app.plumbing import schema
from app.plumbing.settings import BadSettings, Settings

DATABASE = "pointsbook"
READY_SECONDS_MAX = 60
# For all but PostgreSQL, which has its own time after them; together they stay below five.
STOP_SECONDS_MAX = 2.5
LOOK_SECONDS = 0.1
DISCOVERY = "/realms/pointsbook/.well-known/openid-configuration"
COLOURS = {
    "web": "green",
    "worker": "yellow",
    "demo": "cyan",
    "directory": "magenta",
    "keycloak": "magenta",
    "postgresql": "blue",
}
BANNER = """
  Pointsbook is ready:  {url}

  Sign in as   ama     a player          each with the password "{password}"
               kofi    another player
               efua    an admin
               yaw     the superadmin
  Mail         {url}/development/mail  (nothing leaves this machine)
  Data         {data}  (`make reset` removes it)
  Commands     `. {data}/environment` lets .venv/bin/pointsbook find it
  Stop         Ctrl-C
"""


Say = Callable[[str, str], None]


class Stopped(BaseException):
    """Somebody asked us to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """What was started, and the settings that it was started with."""

    settings: Settings
    environ: Mapping[str, str]
    running: list[Process]
    cluster: Cluster

    def check(self) -> None:
        _check(self.running, self.cluster)


def run(options: Options) -> None:
    """Start everything, and stay until a signal comes or one of the programs ends."""
    # Asked for by name: a shell starts its background jobs with SIGINT ignored.
    _on_stop_signals(_stop)
    with in_plain_words(options.data), ExitStack() as ending:
        try:
            _start(options, ending)
        except Stopped:
            say("pointsbook", "stopping")
        finally:
            # Stopping takes moments and has an end; a second Ctrl-C could only cut it short.
            _on_stop_signals(signal.SIG_IGN)


def _start(options: Options, ending: ExitStack) -> NoReturn:
    servers = start_servers(options, ending, say=say)
    asyncio.run(seed(servers.settings))
    asyncio.run(seed_players(servers.settings))
    # It fills an empty database while people open the first page, and waits for nobody.
    demo = programs.start_demo(servers.environ)
    servers.running.append(demo)
    demo.relay(say)
    password = demo_people.PASSWORD if options.keycloak else DEMO_PASSWORD
    click.echo(BANNER.format(url=servers.settings.public_url, data=options.data, password=password))
    while True:
        servers.check()
        time.sleep(LOOK_SECONDS)


def start_servers(options: Options, ending: ExitStack, *, say: Say) -> Servers:
    """Start one after the other; `ending` then ends what did start, the last one first."""
    ending.enter_context(held(options.data))
    check_port(options.port)
    say("pointsbook", f"starting PostgreSQL in {options.data}")
    cluster = Cluster(options.data / "postgres")
    ending.callback(_stop_cluster, cluster, say)
    cluster.start()

    environ = _environ(options, cluster)
    settings = Settings.read(environ)
    _prepare_database(cluster)

    running: list[Process] = []
    ending.callback(_stop_all, running, say)
    if options.keycloak:
        say(
            "pointsbook", f"starting Keycloak at {settings.keycloak_url}: this takes up to a minute"
        )
        programs.start_keycloak(options, settings, running)
    else:
        running.append(programs.start_directory(options, settings, environ))
    running.append(programs.start_worker(options, environ))
    running.append(programs.start_web(options, environ))
    for process in running:
        process.relay(say)
    _await_ready(settings.keycloak_url, DISCOVERY, running, cluster)
    _await_ready(f"http://{LOOPBACK}:{options.port}", "/health/live", running, cluster)
    return Servers(settings=settings, environ=environ, running=running, cluster=cluster)


def _environ(options: Options, cluster: Cluster) -> dict[str, str]:
    environ = variables(
        secrets=secret_files(options.data / "secrets"),
        environment="development",
        database_url=cluster.url("app", DATABASE).reveal(),
        platform_database_url=cluster.url("platform", DATABASE).reveal(),
        owner_database_url=cluster.url("owner", DATABASE).reveal(),
        mail_url=(options.data / "mail").resolve().as_uri(),
        public_url=f"http://localhost:{options.port}",
        keycloak_url=f"http://{LOOPBACK}:{port_near(options.port)}",
        **options.settings,
    )
    write_down(options.data / "environment", environ)
    # The programs write to us, who pass it on to the terminal.
    return environ | ({"FORCE_COLOR": "1"} if sys.stdout.isatty() else {})


def _prepare_database(cluster: Cluster) -> None:
    if not cluster.has_database(DATABASE):
        cluster.create_database(DATABASE)
    schema.upgrade(cluster.url("owner", DATABASE))


def _await_ready(url: str, path: str, running: list[Process], cluster: Cluster) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while not _answers(url, path):
        _check(running, cluster)
        if time.monotonic() > deadline:
            msg = f"{url} did not answer within {READY_SECONDS_MAX} seconds."
            raise CannotStart(msg)
        time.sleep(LOOK_SECONDS)


def _answers(url: str, path: str) -> bool:
    connection = HTTPConnection(url.removeprefix("http://"), timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 400  # noqa: PLR2004 - the statuses of a yes
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _check(running: list[Process], cluster: Cluster) -> None:
    """Everything runs, or nothing does: a half of Pointsbook would only puzzle people."""
    if cluster.ending:
        raise CannotStart(cluster.ending)
    for process in running:
        if process.status is not None:
            msg = f"{process.name} {process.ending}, so all the rest was ended, too."
            raise CannotStart(msg)


def _stop_all(running: list[Process], say: Say) -> None:
    for process in reversed(running):
        process.ask_to_stop()
    deadline = time.monotonic() + STOP_SECONDS_MAX
    for process in reversed(running):
        process.stop(max(0, deadline - time.monotonic()))
        say(process.name, "stopped")


def _stop_cluster(cluster: Cluster, say: Say) -> None:
    cluster.stop()
    say("postgresql", "stopped")


def say(name: str, line: str) -> None:
    prefix = click.style(f"{name:>10} | ", fg=COLOURS.get(name), dim=name not in COLOURS)
    click.echo(prefix + line)


def _on_stop_signals(action: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, action)  # type: ignore[arg-type]


def _stop(*_: object) -> NoReturn:
    _on_stop_signals(signal.SIG_IGN)
    raise Stopped


@contextmanager
def in_plain_words(folder: Path) -> Iterator[None]:
    """Turn what the system, PostgreSQL and the migrations complain about into a sentence."""
    try:
        yield
    except OSError as error:
        raise CannotStart(_sentence(error, folder)) from error
    except BadSettings as error:
        raise CannotStart("; ".join(error.problems)) from error
    except (CannotStart, psycopg.Error, SQLAlchemyError, CommandError) as error:
        text = str(error).strip().partition("\n")[0]
        if "No space left on device" in text:
            text = f"The disk that holds {folder} is full ({text})."
        raise CannotStart(text) from error


def _sentence(error: OSError, folder: Path) -> str:
    if error.errno in {ENOSPC, EDQUOT}:
        return f"The disk that holds {folder} is full."
    if error.filename:
        return f"{error.filename}: {error.strerror}."
    return f"{error}."
