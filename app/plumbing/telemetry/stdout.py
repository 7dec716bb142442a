"""Lines to standard output through a bounded queue: a reader who stalls costs lines, not time."""

import logging
import os
import threading
import time
from collections import deque

from opentelemetry import trace

from app.plumbing.telemetry import metrics

LINES_MAX = 10_000
LINES_AT_ONCE = 100
# Waking a thread for each line would cost more than the line.
PAUSE_SECONDS = 0.05


class QueuedOutput(logging.Handler):
    """Formats and writes in a thread of its own.  A full queue drops the line and counts it."""

    def __init__(self, descriptor: int, *, lines_max: int = LINES_MAX) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._lines_max = lines_max
        self._records: deque[logging.LogRecord] = deque()
        self._writing = 0
        # Not `sys.stdout`: a thread stuck in it holds a lock that the interpreter wants at exit.
        threading.Thread(target=self._write, name="log-output", daemon=True).start()

    def createLock(self) -> None:  # noqa: N802 - logging's own name
        """None is needed: a deque takes one record whole."""
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        if len(self._records) >= self._lines_max:
            metrics.dropped.add(1, {"signal": "stdout"})
            return
        # Only the thread that logs knows its span.
        record.span_context = trace.get_current_span().get_span_context()
        self._records.append(record)

    @property
    def queued(self) -> int:
        return len(self._records) + self._writing

    def drain(self, seconds_max: float) -> None:
        """Wait for what is queued to be written, but not for ever."""
        deadline = time.monotonic() + seconds_max
        while self.queued and time.monotonic() < deadline:
            time.sleep(0.005)

    def _write(self) -> None:
        while True:
            self._writing = min(len(self._records), LINES_AT_ONCE)
            if not self._writing:
                time.sleep(PAUSE_SECONDS)
                continue
            records = [self._records.popleft() for _ in range(self._writing)]
            try:
                _write_all(self._descriptor, "".join(map(self._line, records)).encode())
            except OSError:
                metrics.dropped.add(len(records), {"signal": "stdout"})

    def _line(self, record: logging.LogRecord) -> str:
        try:
            return self.format(record) + "\n"
        except (TypeError, ValueError):
            # A library's line whose arguments do not fit its text.
            return f"{record.msg}\n"


def _write_all(descriptor: int, lines: bytes) -> None:
    while lines:
        lines = lines[os.write(descriptor, lines) :]
