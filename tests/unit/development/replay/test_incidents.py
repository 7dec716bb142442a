"""What goes wrong in a replay."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.development.replay.dice import dice
from app.development.replay.incidents import VOIDABLE, write_scripts
from app.development.replay.matches import Match

goals = st.integers(0, 4)


def match(half: tuple[int, int] = (0, 0), full: tuple[int, int] = (1, 0)) -> Match:
    return Match(
        number=1,
        round="Group A",
        teams=("Ghana", "Mali"),
        kick_off=datetime(2022, 11, 20, tzinfo=UTC),
        scores={"half_time": half, "full_time": full},
    )


@pytest.mark.parametrize(("matches", "wrong", "voided", "pools"), [(1, 1, 1, 1), (64, 8, 4, 16)])
def test_of_each_incident_there_is_one_at_least(
    matches: int, wrong: int, voided: int, pools: int
) -> None:
    scripts = write_scripts([match()] * matches, dice(1))

    assert len(scripts) == matches
    assert sum(script.mistake is not None for script in scripts) == wrong
    assert sum(script.voided in VOIDABLE for script in scripts) == voided
    assert sum(script.pool for script in scripts) == pools


def test_the_same_seed_writes_the_same_scripts() -> None:
    matches = [match()] * 20

    assert write_scripts(matches, dice(3)) == write_scripts(matches, dice(3))
    assert write_scripts(matches, dice(3)) != write_scripts(matches, dice(4))


@given(goals, goals, goals, goals, st.integers())
def test_a_mistake_is_wrong_and_yet_possible(a: int, b: int, c: int, d: int, seed: int) -> None:
    truth = match((a, b), (a + c, b + d))
    [script] = write_scripts([truth], dice(seed))

    assert script.mistake
    half, full = (script.mistake.scores[period] for period in ("half_time", "full_time"))
    assert full != truth.scores["full_time"]
    assert half[0] <= full[0]
    assert half[1] <= full[1]
    assert script.mistake.reason
