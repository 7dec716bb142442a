"""Grading by scores, a row for each rule and each side of its boundary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markets.rules.grading import NotMarked, grade
from app.markets.rules.outcomes import (
    HALF_LOST,
    HALF_WON,
    LOST,
    VOID,
    WON,
    Outcome,
    dead_heat,
)
from app.markets.rules.questions import (
    LineMissing,
    LineTooFar,
    MarketKind,
    NoSuchSelection,
    PlacesMissing,
    Question,
    TieRule,
)
from app.markets.rules.results import Contradictory, Result, ScoreMissing

THREE_WAY = frozenset({"1", "draw", "2"})
# 1:0 at half time, 1:1 after 90 minutes, 2:1 after 120.
LONG = Result(
    scores={
        "half_time": {1: 1, 2: 0},
        "full_time": {1: 1, 2: 1},
        "extra_time": {1: 2, 2: 1},
    }
)
KICKS = Result(
    scores={
        "full_time": {1: 0, 2: 0},
        "extra_time": {1: 1, 2: 1},
        "shoot_out": {1: 3, 2: 4},
    }
)


def ended(first: int, second: int) -> Result:
    return Result(scores={"full_time": {1: first, 2: second}})


@pytest.mark.parametrize(
    ("key", "score", "outcome"),
    [
        ("1", (1, 0), WON),
        ("1", (0, 1), LOST),
        ("1", (1, 1), LOST),
        ("2", (0, 1), WON),
        ("draw", (1, 1), WON),
        ("draw", (1, 0), LOST),
    ],
)
def test_winner_of_three(key: str, score: tuple[int, int], outcome: Outcome) -> None:
    question = Question(kind=MarketKind.WINNER, keys=THREE_WAY)

    assert grade(question, key, ended(*score)) == outcome


@pytest.mark.parametrize(
    ("tie_rule", "outcome"),
    [(TieRule.PUSH, VOID), (TieRule.DEAD_HEAT, dead_heat(places=1, tied=2))],
)
def test_a_tie_without_a_draw_goes_by_the_market_s_rule(
    tie_rule: TieRule, outcome: Outcome
) -> None:
    question = Question(kind=MarketKind.WINNER, tie_rule=tie_rule)
    three = Result(scores={"full_time": {1: 70, 2: 70, 3: 68}})

    assert grade(question, "2", three) == outcome
    assert grade(question, "3", three) == LOST


@pytest.mark.parametrize(
    ("line", "key", "score", "outcome"),
    [
        (-5, "1", (2, 1), HALF_LOST),
        (-5, "2", (2, 1), HALF_WON),
        (-5, "1", (3, 1), WON),
        (-4, "1", (2, 1), VOID),
        (-3, "1", (2, 1), HALF_WON),
        (-2, "1", (2, 1), WON),
        (2, "1", (0, 0), WON),
        (2, "2", (0, 0), LOST),
        (1, "1", (0, 0), HALF_WON),
        (-1, "1", (0, 0), HALF_LOST),
        (0, "1", (0, 0), VOID),
    ],
)
def test_handicap(line: int, key: str, score: tuple[int, int], outcome: Outcome) -> None:
    question = Question(kind=MarketKind.HANDICAP, line=line)

    assert grade(question, key, ended(*score)) == outcome


def test_a_handicap_is_held_against_the_best_of_the_others() -> None:
    question = Question(kind=MarketKind.HANDICAP, line=-6)
    three = Result(scores={"full_time": {1: 12, 2: 10, 3: 11}})

    assert [grade(question, key, three) for key in "123"] == [LOST, LOST, WON]


@pytest.mark.parametrize(
    ("line", "goals", "over", "under"),
    [
        (10, 3, WON, LOST),
        (10, 2, LOST, WON),
        (12, 3, VOID, VOID),
        (11, 3, HALF_WON, HALF_LOST),
        (13, 3, HALF_LOST, HALF_WON),
    ],
)
def test_total(line: int, goals: int, over: Outcome, under: Outcome) -> None:
    question = Question(kind=MarketKind.TOTAL, line=line)

    assert grade(question, "over", ended(goals, 0)) == over
    assert grade(question, "under", ended(0, goals)) == under


@pytest.mark.parametrize(
    ("kind", "key", "score", "outcome"),
    [
        ("both_score", "yes", (1, 1), WON),
        ("both_score", "yes", (2, 0), LOST),
        ("both_score", "no", (0, 2), WON),
        ("odd_even", "even", (0, 0), WON),
        ("odd_even", "odd", (2, 1), WON),
        ("odd_even", "odd", (1, 1), LOST),
        ("double_chance", "1_or_draw", (1, 1), WON),
        ("double_chance", "1_or_draw", (0, 1), LOST),
        ("double_chance", "1_or_2", (0, 1), WON),
        ("double_chance", "draw_or_2", (0, 1), WON),
        ("draw_no_bet", "1", (1, 1), VOID),
        ("draw_no_bet", "1", (2, 1), WON),
        ("draw_no_bet", "1", (1, 2), LOST),
        ("correct_score", "2-1", (2, 1), WON),
        ("correct_score", "2-1", (1, 2), LOST),
    ],
)
def test_answers(kind: MarketKind, key: str, score: tuple[int, int], outcome: Outcome) -> None:
    assert grade(Question(kind=MarketKind(kind)), key, ended(*score)) == outcome


def test_any_other_score_is_one_that_is_not_listed() -> None:
    question = Question(kind=MarketKind.CORRECT_SCORE, keys=frozenset({"1-0", "0-0", "any_other"}))

    assert grade(question, "any_other", ended(5, 4)) == WON
    assert grade(question, "any_other", ended(1, 0)) == LOST


@pytest.mark.parametrize(
    ("key", "line", "outcome"),
    [
        ("1/over", 10, WON),
        ("1/over", 12, VOID),
        ("1/over", 11, HALF_WON),
        ("1/under", 10, LOST),
        ("2/over", 10, LOST),
        ("draw/over", 12, LOST),
    ],
)
def test_result_and_total_need_both(key: str, line: int, outcome: Outcome) -> None:
    question = Question(kind=MarketKind.RESULT_AND_TOTAL, line=line)

    assert grade(question, key, ended(2, 1)) == outcome


@pytest.mark.parametrize(("key", "outcome"), [("1/draw", WON), ("1/1", LOST), ("draw/draw", LOST)])
def test_half_time_and_full_time_need_both(key: str, outcome: Outcome) -> None:
    assert grade(Question(kind=MarketKind.HALF_FULL), key, LONG) == outcome


@pytest.mark.parametrize(
    ("result", "period", "key"),
    [
        (LONG, "first_half", "1"),
        (LONG, "second_half", "2"),
        (LONG, "full_time", "draw"),
        (LONG, "extra_time", "1"),
        (LONG, "qualification", "1"),
        (KICKS, "extra_time", "draw"),
        (KICKS, "shoot_out", "2"),
        (KICKS, "qualification", "2"),
        # Most matches have no extra time: it ends as full time did.
        (ended(0, 1), "extra_time", "2"),
        (ended(0, 1), "qualification", "2"),
        (Result(scores={"set_2": {1: 6, 2: 4}}), "set_2", "1"),
    ],
)
def test_each_period_has_its_own_score(result: Result, period: str, key: str) -> None:
    question = Question(kind=MarketKind.WINNER, period=period, keys=THREE_WAY)

    graded = {each: grade(question, each, result) for each in THREE_WAY}

    assert graded == {each: WON if each == key else LOST for each in THREE_WAY}


def test_extra_time_never_counts_at_full_time() -> None:
    question = Question(kind=MarketKind.TOTAL, line=10)

    assert grade(question, "over", LONG) == LOST


def test_contradictory_halves_are_graded_by_what_each_says() -> None:
    contradictory = Result(scores={"half_time": {1: 2, 2: 0}, "full_time": {1: 1, 2: 0}})

    assert grade(Question(kind=MarketKind.HALF_FULL), "1/1", contradictory) == WON
    with pytest.raises(Contradictory):
        grade(Question(kind=MarketKind.WINNER, period="second_half"), "1", contradictory)


@pytest.mark.parametrize("result", [Result(), Result(scores={"first_half": {}, "half_time": {}})])
def test_nothing_is_graded_without_its_score(result: Result) -> None:
    with pytest.raises(ScoreMissing):
        grade(Question(kind=MarketKind.WINNER, period="first_half"), "1", result)


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("winner", "3"),
        ("winner", "home"),
        ("winner", "\u0661"),
        ("draw_no_bet", "draw"),
        ("both_score", "maybe"),
        ("odd_even", ""),
        ("double_chance", "1"),
        ("half_full", "1"),
        ("correct_score", "2-x"),
    ],
)
def test_no_such_selection(kind: str, key: str) -> None:
    with pytest.raises(NoSuchSelection):
        grade(Question(kind=MarketKind(kind)), key, LONG)


def test_a_selection_that_the_market_does_not_list_is_not_graded() -> None:
    with pytest.raises(NoSuchSelection):
        grade(Question(kind=MarketKind.WINNER, keys=frozenset({"1", "2"})), "draw", LONG)


def test_a_custom_market_goes_by_what_the_admin_marked() -> None:
    third = dead_heat(places=1, tied=3)
    marked = Result(marks={"the cat": third})

    assert grade(Question(kind=MarketKind.CUSTOM), "the cat", marked) == third
    with pytest.raises(NotMarked):
        grade(Question(kind=MarketKind.CUSTOM), "the dog", marked)


def test_who_withdraws_before_the_start_is_void() -> None:
    result = Result(positions={2: 1}, withdrawn=frozenset({1}))

    assert grade(Question(kind=MarketKind.WINNER), "1", result) == VOID
    assert grade(Question(kind=MarketKind.WINNER), "2", result) == WON


def test_a_line_belongs_to_the_kinds_that_have_one() -> None:
    with pytest.raises(LineMissing):
        Question(kind=MarketKind.TOTAL)
    with pytest.raises(LineMissing):
        Question(kind=MarketKind.WINNER, line=2)
    with pytest.raises(LineTooFar):
        Question(kind=MarketKind.TOTAL, line=40_001)
    with pytest.raises(PlacesMissing):
        Question(kind=MarketKind.PLACE)


@given(st.integers(-40, 40), st.integers(0, 9), st.integers(0, 9))
def test_two_sides_of_a_line_share_the_stake(line: int, first: int, second: int) -> None:
    handicap = Question(kind=MarketKind.HANDICAP, line=line)
    total = Question(kind=MarketKind.TOTAL, line=line)

    for question, one, other in ((handicap, "1", "2"), (total, "over", "under")):
        mine, theirs = (grade(question, key, ended(first, second)) for key in (one, other))
        assert mine.push == theirs.push
        assert mine.win + mine.push + theirs.win == 1
