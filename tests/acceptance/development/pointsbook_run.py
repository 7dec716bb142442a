"""`pointsbook run` as a person runs it: real processes, in a folder and on a port of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).parents[3]
POINTSBOOK = [sys.executable, "-c", "from app.cli import main; main()"]
READY_SECONDS_MAX = 60


class Run:
    """One `pointsbook run`.  Whatever it started is known by the folder that it was told."""

    def __init__(
        self, data: Path, *options: str, port: int | None = None, before: Sequence[str] = ()
    ) -> None:
        self.data = data
        self.port = port or free_port(together=2)
        self._output = data.parent / f"{data.name}-{self.port}.output"
        with self._output.open("wb") as output:
            self._program = subprocess.Popen(
                [*before, *POINTSBOOK, "run", "--data", data, "--port", str(self.port), *options],
                cwd=ROOT, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    @property
    def output(self) -> str:
        return self._output.read_text()

    @property
    def ready(self) -> bool:
        return "Pointsbook is ready" in self.output

    def until_ready(self, seconds_max: float = READY_SECONDS_MAX) -> float:
        """Wait until it says so, and return the seconds that it took."""
        started = time.monotonic()
        while not self.ready:
            assert self._program.poll() is None, self.output
            assert time.monotonic() < started + seconds_max, self.output
            time.sleep(0.02)
        return time.monotonic() - started

    def until_said(self, words: str) -> None:
        deadline = time.monotonic() + READY_SECONDS_MAX
        while words not in self.output:
            assert time.monotonic() < deadline, self.output
            time.sleep(0.01)

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        """Wait for what comes about while it runs."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        while not holds():
            assert self._program.poll() is None, self.output
            assert time.monotonic() < deadline, what
            time.sleep(0.1)

    def signal(self, number: signal.Signals) -> None:
        """As the terminal does it: to all of the foreground's process group at once."""
        os.killpg(self._program.pid, number)

    def kill(self) -> None:
        self._program.kill()
        self._program.wait()

    def wait(self) -> tuple[int, float]:
        """Its exit status, and the seconds until it ended."""
        started = time.monotonic()
        return self._program.wait(READY_SECONDS_MAX), time.monotonic() - started

    def complaint(self) -> str:
        """Wait for a failure, and return the one sentence it must end with."""
        status, _ = self.wait()
        assert status == 1, self.output
        # The worker may log one of its own when its database goes.
        ours = re.sub(r"(?m)^ *\w+ \| .*$", "", self.output)
        assert "Traceback" not in ours
        assert processes_of(self.data) == {}
        *_, sentence = self.output.splitlines()
        assert sentence.startswith("Error: "), self.output
        return sentence

    def end(self) -> None:
        """Leave nothing behind, whatever the test has come to."""
        self.kill()
        for pid in processes_of(self.data):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stopped(self) -> list[str]:
        """What has ended, in the order in which it did."""
        return re.findall(r"(\w+) \| stopped", self.output)


def processes_of(folder: Path) -> dict[int, str]:
    """Every process of this machine that was told of the folder, by id, with its command line."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            told = [command, (process / "environ").read_text(errors="replace")]
            told.append(str((process / "cwd").readlink()))
        except (OSError, ValueError):
            continue
        if any(str(folder) in text for text in told):
            found[int(process.name)] = command
    return found


def until_gone(folder: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while left := processes_of(folder):
        assert time.monotonic() < deadline, left
        time.sleep(0.02)
