"""Starts workers fast: everything is imported once, and each worker is a fork of this process.

A line of JSON on standard input asks for one: its settings, where it should fail, how many bets a
chunk has.  The answer is the number of the process.
"""

import asyncio
import json
import os
import signal
import sys

from app import worker
from app.plumbing import failpoints
from app.plumbing.settings import Settings
from app.settlement.store import chunks


def work(environ: dict[str, str], failpoint: str, chunk: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    failpoints.arm(failpoint)
    chunks.CHUNK = chunk
    asyncio.run(worker.run(Settings.read(environ)))


def main() -> None:
    # Whoever dies is gone at once, so that the test sees it.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        wanted = json.loads(line)
        number = os.fork()
        if number == 0:
            work(**wanted)
            os._exit(0)
        print(number, flush=True)  # noqa: T201 - the answer


main()
