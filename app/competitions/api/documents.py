"""What programs send and get of competitions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from app.competitions.rules.announcements import Announcement, AnnouncementKind
from app.competitions.rules.competitions import Competition, CompetitionState
from app.competitions.rules.events import PlayedEvent
from app.competitions.rules.settings import (
    CompetitionSettings,
    Every,
    JoinPolicy,
    Mode,
    Standing,
    changed,
)
from app.ledger.rules.adjustments import REASON_LENGTH_MAX

Moment = Annotated[
    datetime, Meta(tz=True, description="With its zone.", examples=["2026-06-11T18:00:00Z"])
]
End = Annotated[Moment, Meta(examples=["2026-07-19T22:00:00Z"])]
Slug = Annotated[
    str, Meta(description="Its part of addresses; stays for ever.", examples=["world-cup-2026"])
]
Thousandths = Annotated[int, Meta(description="In thousandths: 20 is 2 %.", examples=[20])]


class SentSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the settings.  Whatever is left out stays as it is, or as it usually is."""


class TopUpIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Points for every active entry, on the first day of each period after it joined."""

    points: int
    every: Every


BetShare = Annotated[
    Thousandths,
    Meta(description="Of the balance and the stakes of the day, on one bet: 20 is 2 %."),
]
DayShare = Annotated[
    Thousandths,
    Meta(
        description="Of the balance and the stakes of the day, in a day: 100 is 10 %.",
        examples=[100],
    ),
]


class StakesIn(SentSettings, frozen=True):
    minimum: int | UnsetType = UNSET
    maximum: int | UnsetType = UNSET
    maximum_payout: (
        Annotated[int, Meta(description="A bet that could pay more is refused.")] | UnsetType
    ) = UNSET
    share_of_bankroll: BetShare | UnsetType | None = UNSET
    day_share_of_bankroll: DayShare | UnsetType | None = UNSET


class PoolsIn(SentSettings, frozen=True):
    """Of pools that are opened later."""

    takeout: Thousandths | UnsetType = UNSET
    minimum_dividend: bool | UnsetType = UNSET
    carry_over: bool | UnsetType = UNSET


class PredictionsIn(SentSettings, frozen=True):
    """Stays as it is while the competition runs."""

    exact: int | UnsetType = UNSET
    difference: int | UnsetType = UNSET
    tendency: int | UnsetType = UNSET
    jokers_a_round: int | UnsetType = UNSET
    quota: bool | UnsetType = UNSET
    quota_minimum: int | UnsetType = UNSET
    quota_maximum: int | UnsetType = UNSET


class PrizesIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Points for the first places: a sum each, or shares of a pot."""

    points: Annotated[
        tuple[int, ...], Meta(description="For each place, the first first.", examples=[[500, 300]])
    ] = ()
    pot: int = 0
    shares: tuple[Thousandths, ...] = ()


class SettingsIn(SentSettings, frozen=True):
    """How a competition is played.  Whatever is left out stays as it is, or as it usually is."""

    join_policy: JoinPolicy | UnsetType = UNSET
    modes: frozenset[Mode] | UnsetType = UNSET
    starting_points: (
        Annotated[int, Meta(description="A change is for later entries only.")] | UnsetType
    ) = UNSET
    top_up: TopUpIn | UnsetType | None = UNSET
    stakes: StakesIn | UnsetType = UNSET
    cancel_seconds: (
        Annotated[int, Meta(description="How long a bet may be cancelled after it was placed.")]
        | UnsetType
    ) = UNSET
    cash_out_margin: Thousandths | UnsetType = UNSET
    same_event_combos: (
        Annotated[bool, Meta(description="Unrelated selections of one event on one bet.")]
        | UnsetType
    ) = UNSET
    postponement_hours: (
        Annotated[
            int, Meta(description="How late a postponed event may be played for bets to stand.")
        ]
        | UnsetType
    ) = UNSET
    four_eyes: (
        Annotated[bool, Meta(description="A second admin confirms each result.")] | UnsetType
    ) = UNSET
    pools: PoolsIn | UnsetType = UNSET
    predictions: PredictionsIn | UnsetType = UNSET
    standing: (
        Annotated[
            tuple[Standing, ...], Meta(description="Stays as it is while the competition runs.")
        ]
        | UnsetType
    ) = UNSET
    roi_minimum_bets: (
        Annotated[
            int,
            Meta(description="Whoever settled fewer bets is not ranked by return on investment."),
        ]
        | UnsetType
    ) = UNSET
    prizes: (
        Annotated[PrizesIn, Meta(description="Paid when the standings are frozen.")]
        | UnsetType
        | None
    ) = UNSET

    def applied_to(self, settings: CompetitionSettings) -> CompetitionSettings:
        sent: Mapping[str, object] = msgspec.to_builtins(self)
        return changed(settings, sent)


class CompetitionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A new competition, a draft at first; a template is only ever copied."""

    slug: Slug
    name: Annotated[str, Meta(examples=["World Cup 2026"])]
    starts_at: Moment
    ends_at: End
    description: str = ""
    template: bool = False
    settings: SettingsIn = SettingsIn()


class CopyIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What a copy has of its own; settings and description are the original's."""

    slug: Slug
    name: Annotated[str, Meta(examples=["World Cup 2026, second half"])]
    starts_at: Moment
    ends_at: End
    template: bool = False


class ChangeIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to change, and why: all who play read the reason.

    `version` is the one that was seen: nobody overwrites what they have not seen.
    """

    version: Annotated[int, Meta(examples=[1])]
    reason: Annotated[
        str, Meta(max_length=REASON_LENGTH_MAX, examples=["Two rounds were postponed."])
    ]
    name: Annotated[str, Meta(examples=["World Cup 2026, with the finals"])] | UnsetType = UNSET
    description: str | UnsetType = UNSET
    starts_at: Moment | UnsetType = UNSET
    ends_at: Moment | UnsetType = UNSET
    settings: SettingsIn = SettingsIn()

    def applied_to(self, competition: Competition) -> Competition:
        own = {name: getattr(self, name) for name in OUTLINE if getattr(self, name) is not UNSET}
        settings = self.settings.applied_to(competition.settings)
        return replace(competition, **own, settings=settings)


OUTLINE = ("name", "description", "starts_at", "ends_at")


class StateIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Draft to template, running or archived; running to finished; finished to archived or back."""

    state: Annotated[CompetitionState, Meta(examples=["running"])]


class EventsIn(Struct, frozen=True, forbid_unknown_fields=True):
    """All events of a league that have not ended."""

    league_id: UUID


class CompetitionOut(Struct, frozen=True):
    """Send `version` along with a change.  Once `frozen_at` is there, standings stay."""

    id: UUID
    slug: str
    name: str
    description: str
    state: CompetitionState
    starts_at: datetime
    ends_at: datetime
    frozen_at: datetime | None
    version: int
    settings: CompetitionSettings

    @classmethod
    def of(cls, competition: Competition) -> "CompetitionOut":
        return cls(**{name: getattr(competition, name) for name in cls.__struct_fields__})


class CodeOut(Struct, frozen=True):
    """What lets players in where the join policy is `code`."""

    code: str


class EventOut(Struct, frozen=True):
    """`shared` events are the platform's, and the same for every community.

    What is offered stands at `/api/sports/{sport}/events/{slug}/markets`.
    """

    id: UUID
    sport: str
    slug: str
    name: str
    starts_at: datetime
    locks_at: datetime
    status: str
    shared: bool

    @classmethod
    def of(cls, event: PlayedEvent, *, shared: bool) -> "EventOut":
        return cls(
            id=event.id,
            sport=event.sport,
            slug=event.slug,
            name=event.name,
            starts_at=event.starts_at,
            locks_at=event.locks_at,
            status=event.status,
            shared=shared,
        )


class AddedOut(Struct, frozen=True):
    """The events that were not there before."""

    event_ids: list[UUID]


class AnnouncementOut(Struct, frozen=True):
    """What changed, with its value before and after."""

    id: UUID
    kind: AnnouncementKind
    facts: dict[str, object]
    at: datetime

    @classmethod
    def of(cls, announcement: Announcement) -> "AnnouncementOut":
        return cls(
            id=announcement.id,
            kind=announcement.kind,
            facts=dict(announcement.facts),
            at=announcement.at,
        )
