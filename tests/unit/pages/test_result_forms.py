"""What a form of a result says, by the scheme of the sport."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.rules.events import Seat
from app.catalogue.rules.results import ResultDocument
from app.catalogue.rules.sports import Participant, ParticipantKind, Scheme
from app.pages.rules.result_forms import (
    ALL_OR_NONE,
    MINUTES_WANTED,
    NUMBER_WANTED,
    UNCLEAR,
    ResultForm,
    filled_in,
)

OSLO = ZoneInfo("Europe/Oslo")
SEATS = [
    Seat(
        number=number,
        participant=Participant(
            tenant_id=UUID(int=1),
            id=UUID(int=number),
            slug=name.lower(),
            name=name,
            kind=ParticipantKind.TEAM,
        ),
    )
    for number, name in ((1, "Ghana"), (2, "Mali"))
]
TWO_ONE = {"score-full_time-1": "2", "score-full_time-2": "1"}
scores = st.fixed_dictionaries({1: st.integers(0, 99), 2: st.integers(0, 99)})


def form(typed: dict[str, str], scheme: Scheme = Scheme.GOALS) -> ResultForm:
    return ResultForm(scheme, SEATS, typed, OSLO)


@pytest.mark.parametrize("number", ["two", "-1", "1.5", "\u0663", "1000000"])
def test_a_score_is_a_whole_number(number: str) -> None:
    one = form(TWO_ONE | {"score-full_time-1": number})

    assert one.read() is None
    assert NUMBER_WANTED in one.errors.values()


def test_a_score_of_one_alone_is_none() -> None:
    one = form({"score-full_time-1": "2"})

    assert one.read() is None
    assert one.errors == {"score-full_time": ALL_OR_NONE}


def test_who_did_not_start_has_no_score() -> None:
    one = form({"score-full_time-1": "2", "away-2": "true"})

    document = one.read()

    assert document == ResultDocument(scores={"full_time": {1: 2}}, withdrawn=frozenset({2}))


def test_what_was_never_played_has_no_scores() -> None:
    assert form(TWO_ONE | {"ended": "cancelled"}).read() == ResultDocument(cut_short={})


def test_minutes_of_one_say_that_the_other_scored_none() -> None:
    document = form(TWO_ONE | {"goals-1": "12, 45"}).read()

    assert document is not None
    assert document.goals == {1: (12, 45), 2: ()}


def test_minutes_are_numbers() -> None:
    one = form(TWO_ONE | {"goals-1": "early"})

    assert one.read() is None
    assert one.errors == {"goals-1": MINUTES_WANTED}


def test_a_true_start_is_on_the_readers_clock() -> None:
    document = form(TWO_ONE | {"true_start_at": "2030-06-11T15:00"}).read()

    assert document is not None
    assert document.true_start_at == datetime(2030, 6, 11, 13, tzinfo=UTC)


@pytest.mark.parametrize("moment", ["2030-03-31T02:30", "2030-10-27T02:30", "soon"])
def test_a_moment_that_no_clock_shows_once_is_none(moment: str) -> None:
    one = form(TWO_ONE | {"true_start_at": moment})

    assert one.read() is None
    assert one.errors == {"true_start_at": UNCLEAR}


@given(half=scores, full=scores, cut=st.booleans())
def test_a_form_that_was_filled_in_says_the_same(
    half: dict[int, int], full: dict[int, int], *, cut: bool
) -> None:
    told = ResultDocument(
        scores={"half_time": half} if cut else {"half_time": half, "full_time": full},
        cut_short={"full_time": full} if cut else None,
    )

    assert form(filled_in(told, OSLO)).read() == told


@given(st.fixed_dictionaries({1: st.integers(1, 2), 2: st.integers(1, 2)}))
def test_places_are_told_as_they_were(positions: dict[int, int]) -> None:
    told = ResultDocument(positions=positions)

    assert form(filled_in(told, OSLO), Scheme.POSITIONS).read() == told
