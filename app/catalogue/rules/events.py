"""Events: who meets, when, until when bets are taken, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.catalogue.rules.results import LiveScore
from app.catalogue.rules.slugs import check_name, check_slug, slug_of
from app.catalogue.rules.sports import BelongsToThePlatform, League, Participant, Scheme
from app.plumbing.refusals import Conflict, Invalid, Missing

SLUG_MAX = 200
NAME_MAX = 200
TEXT_MAX = 120
ROLE_MAX = 40
SEATS_MAX = 500
YEARS = range(1900, 2200)
NO_CHANGE = 1_000


class NoSuchEvent(Missing):
    """There is no such event in this sport."""


class LocksAfterStart(Invalid):
    """Bets are taken until the start at the latest."""


class TimeImpossible(Invalid):
    """An event starts between the years 1900 and 2199."""


class TooManyParticipants(Invalid):
    """An event has at most 500 participants."""


class TakesPartTwice(Invalid):
    """A participant takes part in an event once."""


class ParticipantsStay(Conflict):
    """Nobody is taken out of an event or moved within it.  Mark who does not start as withdrawn."""


class ParticipantsFixed(Conflict):
    """The event has begun: who takes part cannot change any more."""


class StatusImpossible(Conflict):
    """The event cannot become that from what it is."""


class MarketsAppeared(Conflict):
    """Markets were added to this event at this very moment.  Please try again."""


class EventStatus(StrEnum):
    SCHEDULED = "scheduled"
    LIVE = "live"
    POSTPONED = "postponed"
    ABANDONED = "abandoned"
    FINISHED = "finished"
    CANCELLED = "cancelled"


# A wrong click can be taken back, but a cancelled event stays cancelled: its bets are void.
MOVES: Mapping[EventStatus, frozenset[EventStatus]] = {
    EventStatus.SCHEDULED: frozenset(EventStatus) - {EventStatus.SCHEDULED},
    EventStatus.LIVE: frozenset(
        {EventStatus.SCHEDULED, EventStatus.ABANDONED, EventStatus.FINISHED}
    ),
    EventStatus.POSTPONED: frozenset(
        {EventStatus.SCHEDULED, EventStatus.LIVE, EventStatus.FINISHED, EventStatus.CANCELLED}
    ),
    EventStatus.ABANDONED: frozenset({EventStatus.LIVE, EventStatus.FINISHED}),
    EventStatus.FINISHED: frozenset({EventStatus.LIVE}),
    EventStatus.CANCELLED: frozenset(),
}
# Who takes part may still change.
BEFORE = frozenset({EventStatus.SCHEDULED, EventStatus.POSTPONED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A participant in an event, by a number that never changes: markets go by it."""

    number: int
    participant: Participant
    role: str | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeagueName:
    """An event's league, by its key and its slug."""

    tenant_id: UUID
    id: UUID
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What an admin says of an event; the rest happens to it."""

    slug: str
    name: str
    starts_at: datetime
    locks_at: datetime
    league: LeagueName | None = None
    round: str | None = None
    venue: str | None = None
    true_start_at: datetime | None = None
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatWish:
    """Who shall take part, by slug or id."""

    participant: str
    role: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWish:
    """What an admin asks for.  What is left out is made from the rest."""

    starts_at: datetime
    locks_at: datetime | None = None
    slug: str | None = None
    name: str | None = None
    league: str | None = None
    round: str | None = None
    venue: str | None = None
    true_start_at: datetime | None = None
    seats: tuple[SeatWish, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`first_starts_at` is where it stood when it was added: the postponement rule counts from it.

    `hidden` and `odds_multiplier` are what the community that asks has decided for itself.
    """

    tenant_id: UUID
    id: UUID
    sport_tenant_id: UUID
    sport_id: UUID
    sport_slug: str
    scheme: Scheme
    schedule: Schedule
    first_starts_at: datetime
    status: EventStatus = EventStatus.SCHEDULED
    score: LiveScore | None = None
    version: int = 1
    hidden: bool = False
    odds_multiplier: int = NO_CHANGE
    config_version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events to show; `after` is the start and id of the last one shown before."""

    sport_id: UUID
    league_id: UUID | None = None
    statuses: Sequence[EventStatus] = ()
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None
    everything: bool = False
    after: tuple[datetime, UUID] | None = None
    limit: int


def schedule_of(
    wish: EventWish, *, league: League | None, seats: tuple[Seat, ...], before: Event | None
) -> Schedule:
    """The wish made whole.  An event keeps its slug; bets end as long before the start as ever."""
    name = wish.name or " v ".join(seat.participant.name for seat in seats)
    words = [word for word in (league and league.name, wish.round, name) if word]
    slug = wish.slug or slug_of(*words, longest=SLUG_MAX)
    locks_at = wish.locks_at or (moved_to(before, wish.starts_at) if before else wish.starts_at)
    return Schedule(
        slug=before.schedule.slug if before else slug,
        name=name,
        starts_at=wish.starts_at,
        locks_at=locks_at,
        league=LeagueName(tenant_id=league.tenant_id, id=league.id, slug=league.slug)
        if league
        else None,
        round=wish.round,
        venue=wish.venue,
        true_start_at=wish.true_start_at,
        seats=seats,
    )


def check_schedule(schedule: Schedule) -> None:
    check_slug(schedule.slug, longest=SLUG_MAX)
    check_name(schedule.name, longest=NAME_MAX)
    for text in (schedule.round, schedule.venue):
        if text is not None:
            check_name(text, longest=TEXT_MAX)
    for at in (schedule.starts_at, schedule.locks_at, schedule.true_start_at):
        if at is not None and at.year not in YEARS:
            raise TimeImpossible(at=at)
    if schedule.locks_at > schedule.starts_at:
        raise LocksAfterStart(locks_at=schedule.locks_at, starts_at=schedule.starts_at)
    _check_seats(schedule.seats)


def check_reschedule(event: Event, wanted: Schedule) -> None:
    """Refuse a change that bets on the event could not bear."""
    check_schedule(wanted)
    before = {seat.number: seat.participant for seat in event.schedule.seats}
    after = {seat.number: seat.participant for seat in wanted.seats}
    if before.keys() - after.keys():
        raise ParticipantsStay(gone=sorted(before.keys() - after.keys()))
    replaced = {n for n, who in before.items() if after[n].id != who.id}
    if (replaced or after.keys() - before.keys()) and event.status not in BEFORE:
        raise ParticipantsFixed(status=event.status)
    seated = {who.id for who in before.values()}
    if moved := [n for n in replaced if after[n].id in seated]:
        raise ParticipantsStay(moved=sorted(moved))


def moved_to(event: Event, starts_at: datetime) -> datetime:
    """When bets end after the start has moved: as long before it as they did."""
    return starts_at - (event.schedule.starts_at - event.schedule.locks_at)


def taking_part(seats: Sequence[Seat]) -> frozenset[int]:
    """The numbers of those who have not withdrawn."""
    return frozenset(seat.number for seat in seats if seat.withdrawn_at is None)


def check_status(event: Event, status: EventStatus) -> None:
    if status not in MOVES[event.status]:
        raise StatusImpossible(status=event.status, possible=sorted(MOVES[event.status]))


def check_own_event(event: Event, *, tenant_id: UUID) -> None:
    if event.tenant_id != tenant_id:
        raise BelongsToThePlatform(slug=event.schedule.slug)


def seats_of(
    wishes: Sequence[SeatWish],
    who: Mapping[str, Participant],
    *,
    before: Event | None,
    now: datetime,
) -> tuple[Seat, ...]:
    """Numbered as they were named.  Whoever had withdrawn did so when they did."""
    known = {seat.number: seat.withdrawn_at for seat in (before.schedule.seats if before else ())}
    return tuple(
        Seat(
            number=number,
            participant=who[wish.participant],
            role=wish.role,
            withdrawn_at=(known.get(number) or now) if wish.withdrawn else None,
        )
        for number, wish in enumerate(wishes, start=1)
    )


def _check_seats(seats: Sequence[Seat]) -> None:
    if len(seats) > SEATS_MAX:
        raise TooManyParticipants(count=len(seats))
    if len({seat.participant.id for seat in seats}) < len(seats):
        raise TakesPartTwice
    for seat in seats:
        if seat.role is not None:
            check_name(seat.role, longest=ROLE_MAX)
