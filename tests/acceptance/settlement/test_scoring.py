"""Predictions earn what the rules say of the score after full time, and differences alone count."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.competitions.rules.settings import CompetitionSettings, PredictionSettings
from app.predictions.rules.scoring import Score, points_of
from app.settlement.rules.scoring import scheme_of
from tests.acceptance.settlement.stadium import Stadium
from tests.conftest import TestDatabase

HOUR = timedelta(hours=1)
QUOTA = CompetitionSettings(predictions=PredictionSettings(quota=True))
# Small enough that each is foretold in one go.
SCORES = [(first, second) for first in range(3) for second in range(3)]


@pytest.fixture
def stadium(ground_database: TestDatabase) -> Iterator[Stadium]:
    yield Stadium(ground_database)
    assert ground_database.violations() == []


@pytest.mark.parametrize(
    ("score", "points", "kind"),
    [
        ((2, 1), 4, "exact"),
        ((3, 2), 3, "difference"),
        ((3, 0), 2, "tendency"),
        ((1, 1), 0, "none"),
    ],
)
def test_the_nearer_the_more(
    stadium: Stadium, score: tuple[int, int], points: int, kind: str
) -> None:
    event = stadium.event()
    tip = stadium.predict(stadium.entry(), event, score)

    stadium.end(event, 2, 1)

    assert stadium.points(tip) == [(None, points)]
    assert stadium.facts(tip) == {
        "kind": kind,
        "joker": False,
        "result": [2, 1],
        "result_version": 1,
    }


def test_a_joker_doubles(stadium: Stadium) -> None:
    event = stadium.event()
    tip = stadium.predict(stadium.entry(), event, (2, 1), joker=True)

    stadium.end(event, 2, 1)

    assert stadium.points(tip) == [(None, 8)]
    assert stadium.facts(tip)["joker"] is True


def test_extra_time_does_not_count(stadium: Stadium) -> None:
    event = stadium.event()
    tip = stadium.predict(stadium.entry(), event, (1, 1))

    scores = {"full_time": {"1": 1, "2": 1}, "extra_time": {"1": 2, "2": 1}}
    stadium.end(event, scores=scores)

    assert stadium.points(tip) == [(None, 4)]


def test_a_rare_tendency_earns_more(ground_database: TestDatabase) -> None:
    stadium = Stadium(ground_database, QUOTA)
    event = stadium.event()
    tips = [stadium.predict(stadium.entry(), event, (1, 0)) for _ in range(3)]
    rare = stadium.predict(stadium.entry(), event, (0, 2))

    stadium.end(event, 0, 1)

    assert [stadium.points(tip) for tip in tips] == [[(None, 0)]] * 3
    assert stadium.points(rare) == [(None, 6)]
    assert stadium.facts(rare).items() >= {"predicted": 4, "right": 1}.items()


def test_a_correction_writes_the_differences(stadium: Stadium) -> None:
    event = stadium.event()
    right = stadium.predict(stadium.entry(), event, (2, 1))
    wrong = stadium.predict(stadium.entry(), event, (1, 2))
    draw = stadium.predict(stadium.entry(), event, (3, 3))
    stadium.end(event, 2, 1)

    stadium.end(event, 1, 2)

    assert stadium.points(right) == [(None, 4), (4, 0)]
    assert stadium.points(wrong) == [(None, 0), (0, 4)]
    assert stadium.points(draw) == [(None, 0)]
    assert stadium.facts(wrong)["result_version"] == 2


def test_what_the_same_points_are_for_is_told_anew(ground_database: TestDatabase) -> None:
    same = replace(CompetitionSettings(), predictions=PredictionSettings(exact=3, difference=3))
    stadium = Stadium(ground_database, same)
    event = stadium.event()
    tip = stadium.predict(stadium.entry(), event, (2, 1))
    stadium.end(event, 2, 1)

    stadium.end(event, 3, 2)

    assert stadium.points(tip) == [(None, 3), (3, 3)]
    assert stadium.facts(tip)["kind"] == "difference"


def test_scored_twice_the_second_finds_nothing(stadium: Stadium) -> None:
    event = stadium.event()
    tip = stadium.predict(stadium.entry(), event, (2, 1))
    stadium.end(event, 2, 1)

    stadium.end(event, 2, 1)

    assert stadium.points(tip) == [(None, 4)]


def test_an_abandoned_event_earns_nothing_and_takes_back_what_was_given(stadium: Stadium) -> None:
    event = stadium.event()
    tip = stadium.predict(stadium.entry(), event, (2, 1))
    other = stadium.event()
    never = stadium.predict(stadium.entry(), other, (0, 0))
    stadium.end(event, 2, 1)

    stadium.end(event, cut_short={"full_time": {"1": 2, "2": 1}})
    stadium.end(other, cut_short={})

    assert stadium.points(tip) == [(None, 4), (4, None)]
    assert stadium.facts(tip)["kind"] == "abandoned"
    assert stadium.points(never) == []


def test_what_was_abandoned_after_full_time_counts(stadium: Stadium) -> None:
    event = stadium.event()
    tip = stadium.predict(stadium.entry(), event, (1, 1))

    scores = {"full_time": {"1": 1, "2": 1}}
    stadium.end(event, scores=scores, cut_short={"extra_time": {"1": 2, "2": 1}})

    assert stadium.points(tip) == [(None, 4)]


def test_a_prediction_from_the_true_start_on_came_too_late(ground_database: TestDatabase) -> None:
    stadium = Stadium(ground_database, QUOTA)
    event = stadium.event()
    late = stadium.predict(stadium.entry(), event, (2, 1))
    early = stadium.predict(stadium.entry(), event, (2, 1), ago=2 * HOUR)

    began = datetime.now(UTC) - HOUR
    stadium.end(event, 2, 1, true_start_at=began.isoformat())

    assert stadium.points(late) == []
    # It does not count among those who had the tendency either.
    assert stadium.facts(early).items() >= {"predicted": 1, "right": 1}.items()


def test_right_answers_earn_the_points_of_their_question(stadium: Stadium) -> None:
    ama, kofi = stadium.entry(), stadium.entry()
    question = stadium.question((ama, "Ghana"), (kofi, "Mali"))

    stadium.decide(question, "Ghana")

    assert stadium.answer_points(question) == {ama: [(None, 10)], kofi: [(None, 0)]}
    assert stadium.facts(question)["answers"] == ["Ghana"]


def test_corrected_answers_move_the_differences(stadium: Stadium) -> None:
    ama, kofi = stadium.entry(), stadium.entry()
    question = stadium.question((ama, "Ghana"), (kofi, "Mali"))
    stadium.decide(question, "Ghana")

    stadium.decide(question, "Ghana", "Mali")

    assert stadium.answer_points(question) == {ama: [(None, 10)], kofi: [(None, 0), (0, 10)]}


@pytest.fixture(scope="module")
def drawn_database(make_database: Callable[[], TestDatabase]) -> TestDatabase:
    return make_database()


@given(
    result=st.sampled_from(SCORES),
    jokers=st.lists(st.booleans(), min_size=len(SCORES), max_size=len(SCORES)),
    scheme=st.builds(
        lambda points, quota, bounds: PredictionSettings(
            exact=max(points),
            difference=sorted(points)[1],
            tendency=min(points),
            quota=quota,
            quota_minimum=min(bounds),
            quota_maximum=max(bounds),
        ),
        st.tuples(*[st.integers(0, 5)] * 3),
        st.booleans(),
        st.tuples(*[st.integers(0, 8)] * 2),
    ),
)
@example(result=(1, 1), jokers=[True] * 5 + [False] * 4, scheme=PredictionSettings())
@example(result=(2, 1), jokers=[False] * 9, scheme=PredictionSettings(quota=True))
@hypothesis_settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_database_says_what_the_rules_say(
    drawn_database: TestDatabase,
    result: tuple[int, int],
    jokers: Sequence[bool],
    scheme: PredictionSettings,
) -> None:
    stadium = Stadium(drawn_database, CompetitionSettings(predictions=scheme))
    event = stadium.event()
    made = [
        stadium.predict(stadium.entry(), event, tip, joker=joker)
        for tip, joker in zip(SCORES, jokers, strict=True)
    ]
    stadium.end(event, *result)

    ended = _score(result)
    right = sum(_score(tip).tendency == ended.tendency for tip in SCORES)
    for tip_id, tip, joker in zip(made, SCORES, jokers, strict=True):
        earned = points_of(
            scheme_of(scheme), _score(tip), ended, joker=joker, predicted=len(SCORES), right=right
        )
        assert _points(stadium, tip_id) == earned


def _points(stadium: Stadium, subject_id: UUID) -> int | None:
    return stadium.points(subject_id)[-1][1]


def _score(told: tuple[int, int]) -> Score:
    return Score(first=told[0], second=told[1])
