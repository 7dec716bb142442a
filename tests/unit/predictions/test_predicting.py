"""Whether a prediction may be saved, and who still has a joker."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.rules.events import EventStatus
from app.catalogue.rules.sports import Scheme
from app.competitions.rules.events import NotPlayedOn
from app.predictions.rules.predicting import (
    Event,
    NoJokerLeft,
    NoScoreToPredict,
    PredictedTwice,
    Prediction,
    PredictionsLocked,
    ScoreOutOfRange,
    Seen,
    Wish,
    judge,
)
from app.predictions.rules.scoring import Score

LOCK = datetime(2026, 6, 11, 15, 0, tzinfo=UTC)
BEFORE = LOCK - timedelta(microseconds=1)
GAME = Event(
    tenant_id=UUID(int=1),
    id=UUID(int=2),
    name="Ghana v Mali",
    round="Matchday 1",
    starts_at=LOCK,
    locks_at=LOCK,
    status=EventStatus.SCHEDULED,
    scheme=Scheme.GOALS,
    participants=("Ghana", "Mali"),
)
OTHER = replace(GAME, id=UUID(int=3), name="Togo v Benin")
THIRD = replace(GAME, id=UUID(int=4), name="Chad v Niger")
NEXT_ROUND = replace(GAME, id=UUID(int=5), round="Matchday 2")
SEEN = Seen(
    now=BEFORE,
    events={event.id: event for event in (GAME, OTHER, THIRD, NEXT_ROUND)},
    jokers={},
    jokers_a_round=1,
)


def wish(event: Event = GAME, *, first: int = 2, second: int = 1, joker: bool = False) -> Wish:
    return Wish(event_id=event.id, score=Score(first=first, second=second), joker=joker)


def one(wanted: Wish, seen: Seen) -> object:
    (verdict,) = judge([wanted], seen)
    return verdict


def with_event(event: Event, **others: object) -> Seen:
    return replace(SEEN, events={event.id: event}, **others)  # type: ignore[arg-type]


def test_what_is_saved_names_the_moment_and_the_lock() -> None:
    assert one(wish(joker=True), SEEN) == Prediction(
        event_tenant_id=GAME.tenant_id,
        event_id=GAME.id,
        round="Matchday 1",
        score=Score(first=2, second=1),
        joker=True,
        predicted_at=BEFORE,
        locks_at=LOCK,
    )


def test_an_event_locks_on_the_microsecond() -> None:
    assert isinstance(one(wish(), replace(SEEN, now=LOCK)), PredictionsLocked)


@pytest.mark.parametrize("status", sorted(set(EventStatus) - {"scheduled", "postponed"}))
def test_whatever_has_begun_or_ended_takes_none(status: EventStatus) -> None:
    assert isinstance(one(wish(), with_event(replace(GAME, status=status))), PredictionsLocked)


@pytest.mark.parametrize(
    ("status", "now", "shown"),
    [
        (EventStatus.SCHEDULED, BEFORE, False),
        (EventStatus.SCHEDULED, LOCK, True),
        (EventStatus.POSTPONED, BEFORE, False),
        (EventStatus.POSTPONED, LOCK, False),
        (EventStatus.LIVE, BEFORE, True),
        (EventStatus.FINISHED, LOCK, True),
        (EventStatus.CANCELLED, BEFORE, True),
    ],
)
def test_predictions_show_once_nobody_can_change_them(
    status: EventStatus,
    now: datetime,
    shown: bool,  # noqa: FBT001
) -> None:
    assert replace(GAME, status=status).is_shown(now) is shown


@given(st.sampled_from(EventStatus), st.sampled_from([BEFORE, LOCK]))
def test_nothing_is_shown_that_can_still_change(status: EventStatus, now: datetime) -> None:
    event = replace(GAME, status=status)
    assert not (event.is_open(now) and event.is_shown(now))


@pytest.mark.parametrize("scheme", [Scheme.POSITIONS, Scheme.ROUNDS, Scheme.CUSTOM])
def test_without_a_score_there_is_nothing_to_foretell(scheme: Scheme) -> None:
    assert isinstance(one(wish(), with_event(replace(GAME, scheme=scheme))), NoScoreToPredict)


@pytest.mark.parametrize("participants", [(), ("Ghana",), ("Ghana", "Mali", "Togo")])
def test_a_score_is_between_two(participants: tuple[str, ...]) -> None:
    event = replace(GAME, participants=participants)
    assert isinstance(one(wish(), with_event(event)), NoScoreToPredict)


@pytest.mark.parametrize(("first", "second"), [(-1, 0), (0, -1), (1000, 0), (0, 10**30)])
def test_a_score_is_from_0_to_999(first: int, second: int) -> None:
    assert isinstance(one(wish(first=first, second=second), SEEN), ScoreOutOfRange)


def test_the_extreme_scores_are_taken() -> None:
    assert isinstance(one(wish(first=999, second=0), SEEN), Prediction)


def test_what_the_competition_is_not_played_on_is_refused() -> None:
    assert isinstance(one(wish(), replace(SEEN, events={})), NotPlayedOn)


def test_the_second_line_on_an_event_is_refused() -> None:
    first, second = judge([wish(), wish(first=3)], SEEN)

    assert isinstance(first, Prediction)
    assert isinstance(second, PredictedTwice)


def test_each_line_is_judged_by_itself() -> None:
    refused, saved = judge([wish(first=-1), wish(OTHER)], SEEN)

    assert isinstance(refused, ScoreOutOfRange)
    assert isinstance(saved, Prediction)


def test_a_joker_on_another_event_of_the_round_is_in_the_way() -> None:
    verdict = one(wish(joker=True), replace(SEEN, jokers={OTHER.id: "Matchday 1"}))

    assert isinstance(verdict, NoJokerLeft)
    assert verdict.facts == {"round": "Matchday 1", "jokers": 1, "event_ids": [OTHER.id]}


def test_a_joker_of_another_round_is_not() -> None:
    seen = replace(SEEN, jokers={NEXT_ROUND.id: "Matchday 2"})
    assert isinstance(one(wish(joker=True), seen), Prediction)


def test_events_without_a_round_share_one() -> None:
    nameless = replace(GAME, round=None)
    seen = with_event(nameless, jokers={OTHER.id: None})
    assert isinstance(one(wish(joker=True), seen), NoJokerLeft)


def test_a_joker_may_stay_where_it_is() -> None:
    seen = replace(SEEN, jokers={GAME.id: "Matchday 1"})
    assert isinstance(one(wish(joker=True), seen), Prediction)


def test_a_joker_moves_whichever_line_comes_first() -> None:
    seen = replace(SEEN, jokers={GAME.id: "Matchday 1"})
    lines = [wish(OTHER, joker=True), wish()]

    assert all(isinstance(verdict, Prediction) for verdict in judge(lines, seen))
    assert all(isinstance(verdict, Prediction) for verdict in judge(lines[::-1], seen))


def test_a_joker_on_a_locked_event_does_not_move() -> None:
    locked = replace(GAME, status=EventStatus.LIVE)
    seen = replace(
        SEEN, events=dict(SEEN.events) | {GAME.id: locked}, jokers={GAME.id: "Matchday 1"}
    )

    moved, given_up = judge([wish(OTHER, joker=True), wish()], seen)

    assert isinstance(moved, NoJokerLeft)
    assert isinstance(given_up, PredictionsLocked)


def test_without_jokers_nobody_has_one() -> None:
    assert isinstance(one(wish(joker=True), replace(SEEN, jokers_a_round=0)), NoJokerLeft)


EVENTS = [GAME, OTHER, THIRD, NEXT_ROUND]


@given(
    held=st.sets(st.sampled_from(EVENTS[:3])),
    lines=st.lists(st.tuples(st.sampled_from(EVENTS), st.booleans()), max_size=8),
    locked=st.sets(st.sampled_from(EVENTS)),
    most=st.integers(0, 3),
)
def test_no_sheet_leaves_more_jokers_than_a_round_has(
    held: set[Event], lines: list[tuple[Event, bool]], locked: set[Event], most: int
) -> None:
    held = set(sorted(held, key=lambda event: event.id)[:most])
    events = {
        event.id: replace(event, status=EventStatus.LIVE) if event in locked else event
        for event in EVENTS
    }
    jokers = {event.id: event.round for event in held}
    seen = replace(SEEN, events=events, jokers=jokers, jokers_a_round=most)

    after = dict(jokers)
    for verdict in judge([wish(event, joker=joker) for event, joker in lines], seen):
        if isinstance(verdict, Prediction):
            after.pop(verdict.event_id, None)
            if verdict.joker:
                after[verdict.event_id] = verdict.round

    assert all(list(after.values()).count(of) <= most for of in set(after.values()))
