"""Failing on purpose, and never otherwise."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from app.plumbing import failpoints
from app.plumbing.failpoints import FailpointReached


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    failpoints.arm("")


def reach(name: str) -> None:
    asyncio.run(failpoints.Failpoint(name).reach())


def test_nothing_fails_while_nobody_asks_for_it() -> None:
    reach("a.b")


def test_a_failpoint_fails_as_it_was_told() -> None:
    failpoints.arm("a.b:error,c.d:sleep=0.05")
    before = time.monotonic()

    reach("c.d")
    with pytest.raises(FailpointReached):
        reach("a.b")

    assert time.monotonic() - before >= 0.05


def test_the_others_do_not_notice() -> None:
    failpoints.arm("a.b:error")

    reach("a.b.c")


def test_a_process_is_killed_there_as_by_the_machine() -> None:
    script = (
        "import asyncio; from app.plumbing import failpoints;"
        "asyncio.run(failpoints.declare('a').reach())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={"FAILPOINT": "a:kill", "PYTHONPATH": "."}, check=False
    )

    assert done.returncode == -9
