"""The rules of events, one test a rule."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.catalogue.rules.configs import MultiplierImpossible, check_multiplier
from app.catalogue.rules.events import (
    MOVES,
    Event,
    EventStatus,
    EventWish,
    LocksAfterStart,
    ParticipantsFixed,
    ParticipantsStay,
    Schedule,
    Seat,
    SeatWish,
    StatusImpossible,
    TakesPartTwice,
    TimeImpossible,
    TooManyParticipants,
    check_own_event,
    check_reschedule,
    check_schedule,
    check_status,
    schedule_of,
    seats_of,
    taking_part,
)
from app.catalogue.rules.slugs import NameInvalid, SlugInvalid
from app.catalogue.rules.sports import (
    BelongsToThePlatform,
    Participant,
    ParticipantKind,
    Scheme,
)

START = datetime(2030, 6, 11, 15, tzinfo=UTC)
HERE, SHARED = UUID(int=1), UUID(int=2)


def participant(number: int) -> Participant:
    return Participant(
        tenant_id=HERE,
        id=UUID(int=100 + number),
        slug=f"team-{number}",
        name=f"Team {number}",
        kind=ParticipantKind.TEAM,
    )


def seats(*numbers: int) -> tuple[Seat, ...]:
    return tuple(
        Seat(number=seat, participant=participant(who)) for seat, who in enumerate(numbers, 1)
    )


SCHEDULE = Schedule(
    slug="team-1-v-team-2",
    name="Team 1 v Team 2",
    starts_at=START,
    locks_at=START - timedelta(minutes=30),
    seats=seats(1, 2),
)
EVENT = Event(
    tenant_id=HERE,
    id=UUID(int=3),
    sport_tenant_id=HERE,
    sport_id=UUID(int=4),
    sport_slug="football",
    scheme=Scheme.GOALS,
    schedule=SCHEDULE,
    first_starts_at=START,
)


def test_bets_may_be_taken_until_the_start() -> None:
    check_schedule(replace(SCHEDULE, locks_at=START))
    with pytest.raises(LocksAfterStart):
        check_schedule(replace(SCHEDULE, locks_at=START + timedelta(microseconds=1)))


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"slug": "Final"}, SlugInvalid),
        ({"slug": "a" * 201}, SlugInvalid),
        ({"name": " "}, NameInvalid),
        ({"round": ""}, NameInvalid),
        ({"venue": "x" * 121}, NameInvalid),
        ({"starts_at": START.replace(year=2200)}, TimeImpossible),
        ({"true_start_at": START.replace(year=1899)}, TimeImpossible),
        ({"seats": seats(1, 1)}, TakesPartTwice),
        ({"seats": seats(*range(501))}, TooManyParticipants),
        ({"seats": (replace(SCHEDULE.seats[0], role=""),)}, NameInvalid),
    ],
)
def test_an_impossible_event_is_refused(wrong: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_schedule(replace(SCHEDULE, **wrong))  # type: ignore[arg-type]  # one of its fields


@pytest.mark.parametrize("now", [(1, 2), (1, 2, 3), (3, 2), (3, 4)])
def test_before_it_begins_participants_come_in_and_make_way(now: Sequence[int]) -> None:
    check_reschedule(EVENT, replace(SCHEDULE, seats=seats(*now)))


@pytest.mark.parametrize("now", [(1,), (), (2, 1), (2, 3)])
def test_nobody_leaves_or_moves_to_another_number(now: Sequence[int]) -> None:
    with pytest.raises(ParticipantsStay):
        check_reschedule(EVENT, replace(SCHEDULE, seats=seats(*now)))


@pytest.mark.parametrize("status", sorted(set(EventStatus) - {"scheduled", "postponed"}))
def test_once_it_began_nobody_joins(status: EventStatus) -> None:
    begun = replace(EVENT, status=status)

    check_reschedule(begun, replace(SCHEDULE, venue="Kumasi"))
    with pytest.raises(ParticipantsFixed):
        check_reschedule(begun, replace(SCHEDULE, seats=seats(1, 2, 3)))
    with pytest.raises(ParticipantsFixed):
        check_reschedule(begun, replace(SCHEDULE, seats=seats(1, 3)))


@pytest.mark.parametrize("status", EventStatus)
def test_an_event_moves_on_only_where_it_can(status: EventStatus) -> None:
    event = replace(EVENT, status=status)

    for wanted in EventStatus:
        if wanted in MOVES[status]:
            check_status(event, wanted)
        else:
            with pytest.raises(StatusImpossible):
                check_status(event, wanted)


def test_a_cancelled_event_stays_cancelled() -> None:
    assert MOVES[EventStatus.CANCELLED] == frozenset()


def test_without_a_lock_time_bets_end_at_the_start_and_later_as_long_before_it() -> None:
    wish = EventWish(starts_at=START + timedelta(hours=3), name="Final")

    new = schedule_of(wish, league=None, seats=(), before=None)
    moved = schedule_of(wish, league=None, seats=(), before=EVENT)

    assert new.locks_at == new.starts_at
    assert moved.locks_at == moved.starts_at - timedelta(minutes=30)


def test_an_event_keeps_its_slug() -> None:
    wish = EventWish(starts_at=START, name="Another name", slug="another-slug")

    assert schedule_of(wish, league=None, seats=(), before=EVENT).slug == SCHEDULE.slug
    assert schedule_of(wish, league=None, seats=(), before=None).slug == "another-slug"


def test_the_participants_are_the_name_of_an_event_without_one() -> None:
    made = schedule_of(EventWish(starts_at=START), league=None, seats=seats(1, 2), before=None)

    assert (made.name, made.slug) == (SCHEDULE.name, SCHEDULE.slug)


def test_who_had_withdrawn_did_so_when_they_did() -> None:
    then, now = START - timedelta(days=2), START - timedelta(days=1)
    known = replace(SCHEDULE.seats[0], withdrawn_at=then)
    before = replace(EVENT, schedule=replace(SCHEDULE, seats=(known, SCHEDULE.seats[1])))
    wishes = [SeatWish(participant=str(n), withdrawn=n != 3) for n in (1, 2, 3)]

    made = seats_of(wishes, {str(n): participant(n) for n in (1, 2, 3)}, before=before, now=now)

    assert [seat.withdrawn_at for seat in made] == [then, now, None]
    assert taking_part(made) == {3}


def test_only_its_owner_changes_an_event() -> None:
    check_own_event(EVENT, tenant_id=HERE)
    with pytest.raises(BelongsToThePlatform):
        check_own_event(replace(EVENT, tenant_id=SHARED), tenant_id=HERE)


def test_a_multiplier_has_bounds() -> None:
    for multiplier in (1, 10_000):
        check_multiplier(multiplier)
    for multiplier in (0, 10_001):
        with pytest.raises(MultiplierImpossible):
            check_multiplier(multiplier)
