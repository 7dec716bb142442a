"""A program that runs beside us, says what it says through us, and ends when we do."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

LAST_WORDS_SECONDS = 1
TETHER = Path(__file__).with_name("tether.py")


class Process:
    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environ: Mapping[str, str] | None = None,
        user: str = "",
        log: IO[bytes] | None = None,
        stop_with: signal.Signals = signal.SIGTERM,
        insist_with: signal.Signals = signal.SIGKILL,
    ) -> None:
        self.name = name
        self._relaying: threading.Thread | None = None
        self._stop_with = stop_with
        self._insist_with = insist_with
        tether = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), str(int(stop_with))]
        self._program = subprocess.Popen(
            [*tether, user, *command],
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=log or subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A session of its own: Ctrl-C in the terminal is for us, who end the rest in order.
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._program.pid

    @property
    def status(self) -> int | None:
        """What it ended with; below zero it was a signal.  None while it runs."""
        return self._program.poll()

    @property
    def ending(self) -> str:
        """How it ended, for a sentence that begins with its name."""
        status = self.status or 0
        if status < 0:
            return f"was ended by {signal.Signals(-status).name}"
        return f"ended by itself, with status {status}"

    def relay(self, say: Callable[[str, str], None]) -> None:
        """Hand over each line of its output, from now until it ends, in a thread."""
        self._relaying = threading.Thread(target=self._relay, args=[say], daemon=True)
        self._relaying.start()

    def ask_to_stop(self) -> None:
        if self.status is None:
            self._program.send_signal(self._stop_with)

    def stop(self, seconds: float) -> None:
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self._program.wait(seconds)
        # What it started itself is in its group, and may have been left behind.
        with suppress(ProcessLookupError):
            os.killpg(self._program.pid, self._insist_with)
        self._program.wait()
        if self._relaying:
            # Its last words, too.
            self._relaying.join(LAST_WORDS_SECONDS)

    def _relay(self, say: Callable[[str, str], None]) -> None:
        if self._program.stdout is None:
            return
        with self._program.stdout as told:
            for line in told:
                # When nobody reads us any more we read on, or the program would stand still.
                with suppress(OSError):
                    say(self.name, line.decode(errors="replace").rstrip())
