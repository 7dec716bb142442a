"""Abandoned events: markets whose outcome was already decided stand, others are void."""

import pytest

from app.markets.rules.grading import grade
from app.markets.rules.outcomes import LOST, VOID, WON, Outcome
from app.markets.rules.questions import MarketKind, Question
from app.markets.rules.results import Result


def stopped_at(first: int, second: int) -> Result:
    """In the second half, after 1:0 at half time."""
    return Result(
        scores={"half_time": {1: 1, 2: 0}},
        cut_short={"full_time": {1: first, 2: second}},
    )


@pytest.mark.parametrize(
    ("line", "over", "under"),
    [
        (10, WON, LOST),  # 2.5, at three goals
        (12, VOID, VOID),  # 3: a fourth goal would have won
        (11, VOID, VOID),  # 2.75: half of the stake was still open
        (9, WON, LOST),
        (14, VOID, VOID),
    ],
)
def test_a_total_that_is_passed_stands(line: int, over: Outcome, under: Outcome) -> None:
    question = Question(kind=MarketKind.TOTAL, line=line)

    assert grade(question, "over", stopped_at(2, 1)) == over
    assert grade(question, "under", stopped_at(2, 1)) == under


def test_both_have_scored_or_it_is_void() -> None:
    question = Question(kind=MarketKind.BOTH_SCORE)

    assert grade(question, "no", stopped_at(2, 1)) == LOST
    assert grade(question, "no", stopped_at(2, 0)) == VOID


def test_a_correct_score_stands_once_none_that_is_listed_can_come() -> None:
    question = Question(kind=MarketKind.CORRECT_SCORE, keys=frozenset({"1-0", "2-0", "any_other"}))

    assert grade(question, "any_other", stopped_at(1, 1)) == WON
    assert grade(question, "1-0", stopped_at(1, 1)) == LOST
    assert grade(question, "1-0", stopped_at(2, 0)) == VOID


def test_any_score_could_still_come_where_none_is_listed() -> None:
    assert grade(Question(kind=MarketKind.CORRECT_SCORE), "1-0", stopped_at(1, 1)) == VOID


@pytest.mark.parametrize("kind", [MarketKind.WINNER, MarketKind.HALF_FULL, MarketKind.ODD_EVEN])
def test_a_lead_decides_nothing(kind: MarketKind) -> None:
    key = {MarketKind.HALF_FULL: "1/1", MarketKind.ODD_EVEN: "odd"}.get(kind, "1")

    assert grade(Question(kind=kind), key, stopped_at(9, 0)) == VOID


def test_a_period_that_was_played_to_its_end_stands() -> None:
    question = Question(kind=MarketKind.WINNER, period="first_half")

    assert grade(question, "1", stopped_at(1, 5)) == WON


def test_full_time_stands_when_extra_time_is_abandoned() -> None:
    result = Result(
        scores={"full_time": {1: 1, 2: 1}},
        cut_short={"extra_time": {1: 2, 2: 1}},
    )
    draw_possible = frozenset({"1", "draw", "2"})

    at_full_time = Question(kind=MarketKind.WINNER, keys=draw_possible)
    after_extra_time = Question(kind=MarketKind.WINNER, period="extra_time", keys=draw_possible)
    qualified = Question(kind=MarketKind.WINNER, period="qualification")

    assert grade(at_full_time, "draw", result) == WON
    assert grade(after_extra_time, "1", result) == VOID
    assert grade(qualified, "1", result) == VOID


def test_a_second_half_counts_its_own_goals() -> None:
    question = Question(kind=MarketKind.TOTAL, period="second_half", line=6)

    assert grade(question, "over", stopped_at(2, 1)) == WON
    assert grade(question, "over", stopped_at(2, 0)) == VOID


def test_a_period_that_never_began_is_void() -> None:
    question = Question(kind=MarketKind.TOTAL, period="set_3", line=38)

    assert grade(question, "over", stopped_at(9, 9)) == VOID


@pytest.mark.parametrize("kind", [MarketKind.WINNER, MarketKind.OUTRIGHT, MarketKind.CUSTOM])
def test_what_nobody_finished_is_void(kind: MarketKind) -> None:
    abandoned = Result(positions={1: 1}, cut_short={})

    assert grade(Question(kind=kind), "1", abandoned) == VOID
