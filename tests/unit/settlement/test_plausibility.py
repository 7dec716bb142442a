"""What speaks against a result, given the time and what was seen of the event."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.catalogue.rules.events import Event, EventStatus
from app.catalogue.rules.results import LiveScore, ResultDocument
from app.catalogue.rules.sports import Scheme
from app.settlement.rules.plausibility import ResultDoubted, check_doubts, doubts_about
from tests.unit.settlement.rulings import KICK_OFF, MATCH, OVER, scored

ENDED = scored(full_time=(2, 1))
SECOND = timedelta(seconds=1)
EARLIEST = KICK_OFF + timedelta(minutes=90)


def doubts(document: ResultDocument, of: Event = MATCH, now: datetime = OVER) -> str:
    return "; ".join(doubts_about(of, document, now=now))


def test_nothing_speaks_against_a_usual_result() -> None:
    assert doubts(ENDED) == ""
    assert doubts(scored(full_time=(1, 1), extra_time=(2, 2), shoot_out=(4, 3))) == ""
    assert doubts(scored(full_time=(1, 1), shoot_out=(4, 3))) == ""


def test_an_event_is_not_over_before_it_can_be() -> None:
    assert "begins at 2026-06-11 15:00" in doubts(ENDED, now=KICK_OFF - SECOND)
    assert "can hardly be over" in doubts(ENDED, now=EARLIEST - SECOND)
    assert doubts(ENDED, now=EARLIEST) == ""


def test_it_began_when_it_truly_did() -> None:
    early = replace(ENDED, true_start_at=KICK_OFF - timedelta(minutes=10))

    assert doubts(early, now=EARLIEST - timedelta(minutes=10)) == ""
    assert "yet to come" in doubts(replace(ENDED, true_start_at=OVER + SECOND))


def test_what_was_cut_short_ends_any_time() -> None:
    abandoned = ResultDocument(cut_short={"full_time": {1: 1, 2: 0}})

    assert doubts(abandoned, now=KICK_OFF + SECOND) == ""
    assert doubts(ResultDocument(cut_short={}), now=KICK_OFF - timedelta(days=1)) == ""


@pytest.mark.parametrize("status", [EventStatus.POSTPONED, EventStatus.CANCELLED])
def test_what_is_not_played_has_no_score(status: EventStatus) -> None:
    assert f"the event is {status}" in doubts(ENDED, replace(MATCH, status=status))


@pytest.mark.parametrize(
    ("document", "doubt"),
    [
        (scored(full_time=(2, 1), extra_time=(3, 1)), "extra_time: full time was no draw"),
        (scored(full_time=(2, 1), shoot_out=(3, 1)), "shoot_out: full_time was no draw"),
        (
            scored(full_time=(1, 1), extra_time=(2, 1), shoot_out=(3, 1)),
            "shoot_out: extra_time was no draw",
        ),
        (scored(half_time=(2, 0), full_time=(1, 1)), "full_time: nobody has fewer"),
    ],
)
def test_periods_follow_from_each_other(document: ResultDocument, doubt: str) -> None:
    assert doubt in doubts(document)


def test_goals_are_held_against_the_scores() -> None:
    told = scored(half_time=(1, 0), full_time=(1, 1), extra_time=(2, 1))
    goals = {1: (45, 118), 2: (90,)}

    assert doubts(replace(told, goals=goals)) == ""
    assert "half_time: 0 goals of 1" in doubts(replace(told, goals={**goals, 1: (46, 118)}))
    assert "full_time: 0 goals of 2" in doubts(replace(told, goals={**goals, 2: (91,)}))
    assert "extra_time: 0 goals of 1" in doubts(replace(told, goals={**goals, 1: ()}))


def test_a_score_that_was_shown_does_not_fall() -> None:
    shown = replace(MATCH, score=LiveScore(scores={"full_time": {1: 2, 2: 1}}))

    assert doubts(ENDED, shown) == ""
    assert "2 was shown with 1 already" in doubts(scored(full_time=(2, 0)), shown)


@pytest.mark.parametrize("scheme", [Scheme.POSITIONS, Scheme.CUSTOM])
def test_a_race_may_be_over_at_once(scheme: Scheme) -> None:
    race = replace(MATCH, scheme=scheme)

    assert doubts(ResultDocument(positions={1: 1, 2: 2}), race, now=KICK_OFF) == ""


def test_a_doubted_result_needs_a_reason() -> None:
    check_doubts([], anyway_because=None)
    check_doubts(["a doubt"], anyway_because="I was there")
    for nothing in (None, "", "  "):
        with pytest.raises(ResultDoubted) as refusal:
            check_doubts(["a doubt"], anyway_because=nothing)
        assert refusal.value.facts == {"doubts": ["a doubt"]}
