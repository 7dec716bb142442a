"""Lines to standard output through a bounded queue: a reader who stalls costs lines, not time."""

import logging
import os
import queue
import threading
import time

from opentelemetry import trace

from app.plumbing.telemetry import metrics

LINES_MAX = 10_000


class QueuedOutput(logging.Handler):
    """Formats and writes in a thread of its own.  A full queue drops the line and counts it."""

    def __init__(self, descriptor: int, *, lines_max: int = LINES_MAX) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._records: queue.Queue[logging.LogRecord] = queue.Queue(lines_max)
        # Not `sys.stdout`: a thread stuck in it holds a lock that the interpreter wants at exit.
        self._thread = threading.Thread(target=self._write, name="log-output", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        # Only the thread that logs knows its span.
        record.span_context = trace.get_current_span().get_span_context()
        try:
            self._records.put_nowait(record)
        except queue.Full:
            metrics.dropped.add(1, {"signal": "stdout"})

    @property
    def queued(self) -> int:
        return self._records.unfinished_tasks

    def drain(self, seconds_max: float) -> None:
        """Wait for what is queued to be written, but not for ever."""
        deadline = time.monotonic() + seconds_max
        while self.queued and time.monotonic() < deadline:
            time.sleep(0.005)

    def _write(self) -> None:
        while True:
            record = self._records.get()
            try:
                _write_all(self._descriptor, (self.format(record) + "\n").encode())
            except (OSError, ValueError, TypeError):
                metrics.dropped.add(1, {"signal": "stdout"})
            finally:
                self._records.task_done()


def _write_all(descriptor: int, line: bytes) -> None:
    while line:
        line = line[os.write(descriptor, line) :]
