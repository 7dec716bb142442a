"""What markets look like in JSON."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from app.markets.rules.markets import Market, MarketState, Selection, decimal_line
from app.markets.rules.prices import Multiplier
from app.markets.rules.questions import MarketKind, TieRule

OddsOut = Annotated[
    int | None,
    Meta(
        description="Decimal odds in thousandths: 2150 is 2.15.  Null: no price.", examples=[2150]
    ),
]
LineText = Annotated[
    str,
    Meta(
        pattern=r"^[+-]?[0-9]{1,5}(\.(0|00|25|5|50|75))?$",
        description="A line in quarters of a point, as people write it.",
        examples=["2.5", "-1.25"],
    ),
]
Reason = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=500,
        description="Why, for the record.",
        examples=["A line-up leaked."],
    ),
]


class ReasonIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Reason


class SelectionOut(Struct, frozen=True):
    """One answer to a market's question.  A bet names `odds_version`, and the multiplier's."""

    id: UUID
    key: Annotated[str, Meta(description="What it stands for.", examples=["1", "draw", "over"])]
    name: str
    participant_number: int | None
    odds: OddsOut
    odds_version: int
    withdrawn: bool

    @classmethod
    def of(cls, selection: Selection, multiplier: Multiplier) -> "SelectionOut":
        return cls(
            id=selection.id,
            key=selection.key,
            name=selection.name,
            participant_number=selection.participant_number,
            odds=multiplier.of(selection.odds),
            odds_version=selection.odds_version,
            withdrawn=selection.withdrawn_at is not None,
        )


class MarketOut(Struct, frozen=True):
    """A question about an event.  Odds are those on offer, after the community's multiplier."""

    id: UUID
    event_id: UUID
    kind: MarketKind
    period: str
    line: Annotated[str | None, Meta(description="The line of participant 1, or of the total.")]
    name: str
    places: int | None
    place_divisor: Annotated[
        int | None, Meta(description="4: a place pays a quarter of what a win pays above 1.")
    ]
    tie_rule: TieRule
    rule_4: bool
    state: MarketState
    locks_at: Annotated[datetime, Meta(description="No bet is taken from this moment on.")]
    version: int
    multiplier_version: int
    selections: list[SelectionOut]

    @classmethod
    def of(cls, market: Market, *, event_locks_at: datetime, multiplier: Multiplier) -> "MarketOut":
        terms = market.terms
        return cls(
            id=market.id,
            event_id=market.event_id,
            kind=terms.kind,
            period=terms.period,
            line=None if terms.line is None else decimal_line(terms.line),
            name=terms.name,
            places=terms.places,
            place_divisor=terms.place_divisor,
            tie_rule=terms.tie_rule,
            rule_4=terms.rule_4,
            state=market.state,
            locks_at=min(event_locks_at, market.locks_at or event_locks_at),
            version=market.version,
            multiplier_version=multiplier.version,
            selections=[SelectionOut.of(s, multiplier) for s in market.selections],
        )


class ManagedSelectionOut(Struct, frozen=True):
    """`odds` as they were entered, before any community's multiplier."""

    id: UUID
    key: str
    name: str
    participant_number: int | None
    odds: OddsOut
    odds_version: int
    withdrawn_at: datetime | None


class ManagedMarketOut(Struct, frozen=True):
    """A market as those see it who write it, drafts included."""

    id: UUID
    event_id: UUID
    own: Annotated[bool, Meta(description="False: shared by all, and written by the platform.")]
    kind: MarketKind
    period: str
    line: str | None
    name: str
    places: int | None
    place_divisor: int | None
    tie_rule: TieRule
    rule_4: bool
    state: MarketState
    locks_at: Annotated[
        datetime | None,
        Meta(description="Null: it locks with its event, as it does at the latest."),
    ]
    version: int
    selections: list[ManagedSelectionOut]

    @classmethod
    def of(cls, market: Market) -> "ManagedMarketOut":
        terms = market.terms
        return cls(
            id=market.id,
            event_id=market.event_id,
            own=market.own,
            kind=terms.kind,
            period=terms.period,
            line=None if terms.line is None else decimal_line(terms.line),
            name=terms.name,
            places=terms.places,
            place_divisor=terms.place_divisor,
            tie_rule=terms.tie_rule,
            rule_4=terms.rule_4,
            state=market.state,
            locks_at=market.locks_at,
            version=market.version,
            selections=[
                ManagedSelectionOut(
                    id=s.id,
                    key=s.key,
                    name=s.name,
                    participant_number=s.participant_number,
                    odds=s.odds,
                    odds_version=s.odds_version,
                    withdrawn_at=s.withdrawn_at,
                )
                for s in market.selections
            ],
        )
