"""Random walks over betting and settlement in PostgreSQL, beside a model of them in Python; and
whatever was wrong on the way, in the end it is as if it had been right the first time.
"""

from collections.abc import Callable

import pytest

from app.settlement.store import chunks
from tests.acceptance.settlement.twins import Twins
from tests.acceptance.settlement.walk import Walk
from tests.acceptance.settlement.walking import CHUNK, take_walks
from tests.conftest import TestDatabase

# The same walks each time, so that a change alone makes them fail; `make model` takes others.
SEED = 20221218


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", CHUNK)


def test_settlement_and_its_model_never_part(make_database: Callable[[], TestDatabase]) -> None:
    take_walks(Walk, make_database(), seed=SEED, walks=6)


@pytest.mark.proof
def test_they_never_part_in_2000_steps(make_database: Callable[[], TestDatabase]) -> None:
    take_walks(Walk, make_database(), seed=SEED, walks=20)


@pytest.mark.proof
def test_corrected_ends_as_if_it_had_been_right_the_first_time(
    make_database: Callable[[], TestDatabase],
) -> None:
    take_walks(Twins, make_database(), seed=SEED, walks=5)
