"""Random walks for as long as somebody wants, or the same ones again: `make model`."""

import os
import time
from collections.abc import Callable
from itertools import count
from random import SystemRandom

import pytest

from app.settlement.store import chunks
from tests.acceptance.settlement.twins import Twins
from tests.acceptance.settlement.walk import Walk
from tests.acceptance.settlement.walking import CHUNK, take_walks
from tests.conftest import TestDatabase

MACHINES = {machine.__name__: machine for machine in (Walk, Twins)}
WALKS = 10


def test_for_as_long_as_it_takes(
    make_database: Callable[[], TestDatabase], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "CHUNK", CHUNK)
    chosen = os.environ.get("MODEL_WALK")
    machines = [MACHINES[chosen]] if chosen else [*MACHINES.values()]
    seed = os.environ.get("MODEL_SEED")
    until = time.monotonic() + 60 * float(os.environ.get("MODEL_MINUTES") or 60)
    for number in count(int(seed or SystemRandom().randrange(2**32))):
        for machine in machines:
            walks = int(os.environ.get("MODEL_WALKS") or WALKS)
            take_walks(machine, make_database(), seed=number, walks=walks)
        if seed or time.monotonic() > until:
            break
    print(f"\n{Walk.steps_taken} steps")  # noqa: T201 - for whoever waited for an hour
