"""Which selections of one event must not share a combo."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markets.rules.grading import grade
from app.markets.rules.questions import MarketKind, Question
from app.markets.rules.related import Answer, related
from app.markets.rules.results import Result

THREE_WAY = frozenset({"1", "draw", "2"})
SCORES = frozenset({"1-0", "2-0", "2-1", "0-0", "1-1", "3-0", "any_other"})


def answer(kind: str, key: str, *, line: int | None = None, period: str = "full_time") -> Answer:
    keys = {"winner": THREE_WAY, "correct_score": SCORES}.get(kind, frozenset())
    places = 3 if kind == "place" else None
    question = Question(kind=MarketKind(kind), line=line, period=period, keys=keys, places=places)
    return Answer(question=question, key=key)


WIN = answer("winner", "1")
OVER_2_5 = answer("total", "over", line=10)


@pytest.mark.parametrize(
    "other",
    [
        answer("correct_score", "2-1"),
        answer("correct_score", "1-1"),
        answer("total", "over", line=2),
        answer("draw_no_bet", "1"),
        answer("double_chance", "1_or_draw"),
        answer("double_chance", "draw_or_2"),
        answer("handicap", "1", line=-6),
        answer("handicap", "2", line=2),
        answer("half_full", "draw/1"),
        answer("winner", "1", period="qualification"),
        answer("winner", "2"),
        answer("custom", "the cat scores"),
        answer("winner", "1", period="set_1"),
    ],
)
def test_what_a_win_implies_or_excludes(other: Answer) -> None:
    assert related(WIN, other)
    assert related(other, WIN)


@pytest.mark.parametrize(
    "other",
    [
        OVER_2_5,
        answer("both_score", "yes"),
        answer("odd_even", "odd"),
        answer("winner", "2", period="first_half"),
        answer("total", "over", line=6, period="second_half"),
        answer("correct_score", "any_other"),
    ],
)
def test_what_a_win_leaves_open(other: Answer) -> None:
    assert not related(WIN, other)
    assert not related(other, WIN)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (answer("total", "over", line=10, period="first_half"), OVER_2_5, True),
        (answer("total", "over", line=6, period="first_half"), OVER_2_5, False),
        (answer("total", "over", line=22, period="second_half"), OVER_2_5, True),
        (answer("half_full", "1/1"), answer("winner", "1", period="first_half"), True),
        (answer("winner", "draw"), answer("winner", "1", period="qualification"), False),
        (answer("winner", "draw"), answer("winner", "1", period="extra_time"), False),
        (answer("handicap", "1", line=-30), answer("total", "over", line=802), False),
        (
            answer("winner", "1", period="set_1"),
            answer("total", "over", line=38, period="set_1"),
            False,
        ),
    ],
)
def test_across_periods(one: Answer, other: Answer, expected: bool) -> None:  # noqa: FBT001 - a column
    assert related(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (answer("outright", "1"), answer("place", "1"), True),
        (answer("outright", "1"), answer("place", "2"), False),
        (answer("outright", "1"), answer("winner", "2"), True),
        (answer("place", "1"), answer("total", "over", line=2), True),
    ],
)
def test_in_a_race(one: Answer, other: Answer, expected: bool) -> None:  # noqa: FBT001 - a column
    assert related(one, other) is expected


def test_more_than_two_sides_are_not_compared() -> None:
    of_three = Answer(question=Question(kind=MarketKind.CORRECT_SCORE), key="2-1-0")

    assert related(answer("draw_no_bet", "3"), answer("both_score", "yes"))
    assert related(of_three, answer("both_score", "yes"))


LINES = st.integers(-12, 20)
ANSWERS = st.one_of(
    st.builds(lambda key: answer("winner", key), st.sampled_from(sorted(THREE_WAY))),
    st.builds(lambda key: answer("correct_score", key), st.sampled_from(sorted(SCORES))),
    st.builds(lambda k, n: answer("handicap", k, line=n), st.sampled_from("12"), LINES),
    st.builds(lambda k, n: answer("total", k, line=n), st.sampled_from(["over", "under"]), LINES),
    st.builds(lambda key: answer("both_score", key), st.sampled_from(["yes", "no"])),
    st.builds(lambda key: answer("odd_even", key), st.sampled_from(["odd", "even"])),
)
EVERY_RESULT = [
    Result(scores={"full_time": {1: first, 2: second}})
    for first, second in product(range(10), repeat=2)
]


@given(ANSWERS, ANSWERS)
def test_it_is_as_if_every_result_had_been_tried(one: Answer, other: Answer) -> None:
    chances = {
        tuple(grade(each.question, each.key, result).win > 0 for each in (one, other))
        for result in EVERY_RESULT
    }
    independent = {(True, True), (True, False), (False, True)} <= chances

    assert related(one, other) is (one.question == other.question or not independent)
