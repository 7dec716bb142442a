"""Slips as they come in, bets and quotes as they go out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from app.betting.rules.bets import PlacedBet, PlacedLeg
from app.betting.rules.placing import Bet
from app.betting.rules.slips import POOL, OddsPolicy, Slip, WantedLeg, check_slip
from app.betting.rules.tickets import LEGS_MAX, BetKind
from app.markets.rules.odds import ODDS_MAX, ODDS_MIN
from app.plumbing.points import POINTS_MAX, Points

Kind = Literal[
    "single",
    "combo",
    "system",
    "trixie",
    "patent",
    "yankee",
    "lucky_15",
    "canadian",
    "lucky_31",
    "heinz",
    "lucky_63",
    "super_heinz",
    "goliath",
    "pool",
]
Stake = Annotated[
    int,
    Meta(
        ge=1,
        le=POINTS_MAX,
        description="Whole points that leave the balance: the stake of all lines together.",
        examples=[40],
    ),
]
Thousandths = Annotated[int, Meta(ge=ODDS_MIN, le=ODDS_MAX, examples=[2500])]
# PostgreSQL keeps no text with U+0000.
Note = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        pattern=r"^[^\x00]*$",
        examples=["Mali play without a keeper."],
    ),
]
Probability = Annotated[
    int, Meta(ge=0, le=1000, description="Your own estimate, in thousandths.", examples=[450])
]


class LegIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A selection, and the odds at which you saw it, in thousandths; none in a pool."""

    selection_id: UUID
    odds: Thousandths | None = None


class SlipIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What you bet on.  `fold` is the k of a system k/n; `pool_id` is of stakes in a pool only."""

    entry_id: UUID
    kind: Annotated[Kind, Meta(examples=["single"])]
    stake: Stake
    legs: Annotated[list[LegIn], Meta(min_length=1, max_length=LEGS_MAX)]
    fold: Annotated[int, Meta(ge=1, le=LEGS_MAX)] | None = None
    each_way: bool = False
    odds_policy: OddsPolicy = OddsPolicy.EXACT
    pool_id: UUID | None = None
    note: Note | None = None
    own_probability: Probability | None = None

    def as_slip(self, bet_id: UUID, player_id: UUID, *, request_key: str | None = None) -> Slip:
        """The slip, unless it makes no sense at any moment."""
        slip = Slip(
            id=bet_id,
            player_id=player_id,
            entry_id=self.entry_id,
            kind=None if self.kind == POOL else BetKind(self.kind),
            stake=Points(self.stake),
            legs=tuple(WantedLeg(leg.selection_id, leg.odds) for leg in self.legs),
            fold=self.fold,
            each_way=self.each_way,
            odds_policy=self.odds_policy,
            pool_id=self.pool_id,
            note=self.note,
            own_probability=self.own_probability,
            request_key=request_key,
        )
        check_slip(slip)
        return slip


class NoteIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Null: no note any more."""

    note: Note | None


class LegOut(Struct, frozen=True, kw_only=True):
    """`odds` are those taken, in thousandths, of the versions named."""

    number: int
    selection_id: UUID
    market_id: UUID
    event_id: UUID
    odds: int | None
    odds_version: int
    multiplier_version: int
    locks_at: datetime

    @classmethod
    def of(cls, leg: PlacedLeg) -> "LegOut":
        return cls(
            number=leg.number,
            selection_id=leg.selection_id,
            market_id=leg.market_id,
            event_id=leg.event_id,
            odds=leg.odds,
            odds_version=leg.odds_version,
            multiplier_version=leg.multiplier_version,
            locks_at=leg.locks_at,
        )


class BetOut(Struct, frozen=True, kw_only=True):
    """`potential_payout` is null in a pool; `result`, `payout` and `settled_at` come at the end."""

    id: UUID
    entry_id: UUID
    competition_id: UUID
    kind: Kind
    fold: int | None
    each_way: bool
    lines: int
    stake: int
    potential_payout: int | None
    odds_policy: OddsPolicy
    pool_id: UUID | None
    state: str
    result: str | None
    payout: int | None
    note: str | None
    own_probability: int | None
    accepted_at: datetime
    settled_at: datetime | None
    legs: list[LegOut]

    @classmethod
    def of(cls, bet: PlacedBet) -> "BetOut":
        return cls(
            id=bet.id,
            entry_id=bet.entry_id,
            competition_id=bet.competition_id,
            kind=bet.kind,  # type: ignore[arg-type]  # the table's own check
            fold=bet.fold,
            each_way=bet.each_way,
            lines=bet.lines,
            stake=bet.stake,
            potential_payout=bet.potential_payout,
            odds_policy=OddsPolicy(bet.odds_policy),
            pool_id=bet.pool_id,
            state=bet.state,
            result=bet.result,
            payout=bet.payout,
            note=bet.note,
            own_probability=bet.own_probability,
            accepted_at=bet.accepted_at,
            settled_at=bet.settled_at,
            legs=[LegOut.of(leg) for leg in bet.legs],
        )

    @classmethod
    def of_new(cls, bet: Bet) -> "BetOut":
        slip = bet.slip
        return cls(
            id=slip.id,
            entry_id=slip.entry_id,
            competition_id=bet.competition_id,
            kind=slip.kind or POOL,  # type: ignore[arg-type]  # the same words
            fold=slip.fold,
            each_way=slip.each_way,
            lines=bet.lines,
            stake=slip.stake,
            potential_payout=bet.potential_payout,
            odds_policy=slip.odds_policy,
            pool_id=slip.pool_id,
            state="accepted",
            result=None,
            payout=None,
            note=slip.note,
            own_probability=slip.own_probability,
            accepted_at=bet.accepted_at,
            settled_at=None,
            legs=[
                LegOut(
                    number=number,
                    selection_id=offer.selection_id,
                    market_id=offer.market_id,
                    event_id=offer.event_id,
                    odds=None if slip.kind is None else offer.odds,
                    odds_version=offer.odds_version,
                    multiplier_version=offer.multiplier_version,
                    locks_at=offer.locks_at,
                )
                for number, offer in enumerate(bet.offers, start=1)
            ],
        )
