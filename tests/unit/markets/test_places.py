"""Grading by finishing positions."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markets.rules.grading import grade
from app.markets.rules.outcomes import LOST, VOID, WON, Outcome, dead_heat
from app.markets.rules.questions import MarketKind, Question, TieRule
from app.markets.rules.results import PositionsMissing, Result

# Two share the second place; 5 did not finish.
RACE = Result(positions={1: 1, 2: 2, 3: 2, 4: 4})


@pytest.mark.parametrize(
    ("places", "key", "outcome"),
    [
        (1, "1", WON),
        (1, "2", LOST),
        (2, "2", dead_heat(places=1, tied=2)),
        (3, "3", WON),
        (3, "4", LOST),
        (4, "4", WON),
        (4, "5", LOST),
    ],
)
def test_a_tie_over_the_last_place_divides_the_stake(
    places: int, key: str, outcome: Outcome
) -> None:
    assert grade(Question(kind=MarketKind.PLACE, places=places), key, RACE) == outcome


@pytest.mark.parametrize(
    ("kind", "tie_rule", "outcome"),
    [
        (MarketKind.WINNER, TieRule.PUSH, VOID),
        (MarketKind.WINNER, TieRule.DEAD_HEAT, dead_heat(places=1, tied=3)),
        (MarketKind.OUTRIGHT, TieRule.PUSH, dead_heat(places=1, tied=3)),
    ],
)
def test_a_tie_for_the_win(kind: MarketKind, tie_rule: TieRule, outcome: Outcome) -> None:
    finish = Result(positions={1: 1, 2: 1, 3: 1, 4: 4})

    assert grade(Question(kind=kind, tie_rule=tie_rule), "2", finish) == outcome
    assert grade(Question(kind=kind, tie_rule=tie_rule), "4", finish) == LOST


def test_a_race_is_not_graded_before_its_finish() -> None:
    with pytest.raises(PositionsMissing):
        grade(Question(kind=MarketKind.OUTRIGHT), "1", Result())


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8), st.integers(1, 8))
def test_as_much_is_won_as_there_are_places(times: list[int], places: int) -> None:
    faster = Counter(times)
    positions = {
        number: 1 + sum(count for other, count in faster.items() if other < time)
        for number, time in enumerate(times, start=1)
    }
    question = Question(kind=MarketKind.PLACE, places=places)

    won = sum(grade(question, str(n), Result(positions=positions)).win for n in positions)

    assert won == Fraction(min(places, len(times)))
