"""Events and results as programs send and read them."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

from app.catalogue.rules.events import Event, EventStatus, EventWish, Seat, SeatWish
from app.catalogue.rules.results import LiveScore
from app.catalogue.rules.sports import ParticipantKind
from app.tenants.rules import PLATFORM_ID

Moment = Annotated[
    datetime,
    Meta(tz=True, description="With its offset from UTC.", examples=["2026-06-11T13:00:00-06:00"]),
]
Text = Annotated[str, Meta(min_length=1, max_length=200)]
Points = Annotated[int, Meta(ge=0, le=100_000)]
Numbered = Annotated[
    dict[int, Points], Meta(description="By the participant's number.", examples=[{"1": 2, "2": 1}])
]


class SeatIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Who takes part: `participant` by slug or id.  The first one listed has number 1."""

    participant: Annotated[Text, Meta(examples=["ghana"])]
    role: Text | None = None
    withdrawn: bool = False


class EventIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What an event shall be.

    Without `locks_at` bets are taken until the start, or as long before it as they were.  Without
    a name the participants are the name.  A slug counts for a new event only.
    """

    starts_at: Moment
    locks_at: Annotated[datetime, Meta(tz=True, description="At the start or before.")] | None = (
        None
    )
    slug: Text | None = None
    name: Text | None = None
    league: Annotated[Text, Meta(description="By slug or id.", examples=["world-cup"])] | None = (
        None
    )
    round: Text | None = None
    venue: Text | None = None
    true_start_at: (
        Annotated[datetime, Meta(tz=True, description="If it began before anybody knew.")] | None
    ) = None
    participants: Annotated[
        list[SeatIn],
        Meta(max_length=500, examples=[[{"participant": "ghana"}, {"participant": "mali"}]]),
    ] = []

    def wish(self) -> EventWish:
        seats = [
            SeatWish(participant=each.participant, role=each.role, withdrawn=each.withdrawn)
            for each in self.participants
        ]
        return EventWish(
            starts_at=self.starts_at,
            locks_at=self.locks_at,
            slug=self.slug,
            name=self.name,
            league=self.league,
            round=self.round,
            venue=self.venue,
            true_start_at=self.true_start_at,
            seats=tuple(seats),
        )


class StatusIn(Struct, frozen=True, forbid_unknown_fields=True):
    """How far the event has come, and why that is so."""

    status: EventStatus
    reason: Annotated[
        str, Meta(min_length=1, max_length=500, examples=["The floodlights went out."])
    ]


class ScoreIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The score so far, by period.  Nothing is paid by it."""

    status: EventStatus = EventStatus.LIVE
    scores: Annotated[dict[str, Numbered], Meta(examples=[{"first_half": {"1": 1, "2": 0}}])] = {}
    positions: Numbered = {}
    clock: Annotated[str | None, Meta(examples=["63'"])] = None

    def score(self) -> LiveScore:
        return LiveScore(scores=self.scores, positions=self.positions, clock=self.clock)


class EventConfigIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What this community makes of an event."""

    hidden: bool = False
    odds_multiplier: Annotated[
        int,
        Meta(ge=1, le=10_000, description="Of the winnings, in thousandths: 1000 is no change."),
    ] = 1000


class SeatOut(Struct, frozen=True):
    """A participant by the number that markets and results know them by."""

    number: int
    id: UUID
    slug: str
    name: str
    kind: ParticipantKind
    role: str | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, seat: Seat) -> "SeatOut":
        who = seat.participant
        return cls(
            number=seat.number,
            id=who.id,
            slug=who.slug,
            name=who.name,
            kind=who.kind,
            role=seat.role,
            withdrawn_at=seat.withdrawn_at,
        )


class LocalTimes(Struct, frozen=True):
    """The same moments on the clocks of whoever asks."""

    time_zone: str
    starts_at: datetime
    locks_at: datetime


class EventOut(Struct, frozen=True, kw_only=True):
    """An event.  `first_starts_at` is when it was first to start, before it was ever postponed."""

    id: UUID
    sport: str
    league: str | None
    slug: str
    name: str
    round: str | None
    venue: str | None
    starts_at: datetime
    locks_at: datetime
    first_starts_at: datetime
    true_start_at: datetime | None
    local: LocalTimes
    status: EventStatus
    score: LiveScore | None
    participants: list[SeatOut]
    shared: bool
    hidden: bool
    odds_multiplier: int
    odds_multiplier_version: int
    version: int

    @classmethod
    def of(cls, event: Event, *, zone: ZoneInfo) -> "EventOut":
        schedule = event.schedule
        true_start_at = schedule.true_start_at
        return cls(
            id=event.id,
            sport=event.sport_slug,
            league=schedule.league.slug if schedule.league else None,
            slug=schedule.slug,
            name=schedule.name,
            round=schedule.round,
            venue=schedule.venue,
            starts_at=schedule.starts_at.astimezone(UTC),
            locks_at=schedule.locks_at.astimezone(UTC),
            first_starts_at=event.first_starts_at.astimezone(UTC),
            true_start_at=true_start_at.astimezone(UTC) if true_start_at else None,
            local=LocalTimes(
                time_zone=zone.key,
                starts_at=schedule.starts_at.astimezone(zone),
                locks_at=schedule.locks_at.astimezone(zone),
            ),
            status=event.status,
            score=event.score,
            participants=[SeatOut.of(seat) for seat in schedule.seats],
            shared=event.tenant_id == PLATFORM_ID,
            hidden=event.hidden,
            odds_multiplier=event.odds_multiplier,
            odds_multiplier_version=event.config_version,
            version=event.version,
        )
