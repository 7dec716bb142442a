"""Bets as they are kept, and what their players may still change."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.plumbing.refusals import Conflict, Missing


class NoSuchBet(Missing):
    """You have no such bet."""


class BetOver(Conflict):
    """This bet is no longer open."""


class BetState(StrEnum):
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    CASHED_OUT = "cashed_out"
    SETTLED = "settled"


class BetResult(StrEnum):
    WON = "won"
    PART_LOST = "part_lost"
    RETURNED = "returned"
    LOST = "lost"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLeg:
    number: int
    selection_tenant_id: UUID
    selection_id: UUID
    market_id: UUID
    event_id: UUID
    odds: int | None
    odds_version: int
    multiplier_version: int
    locks_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBet:
    """`kind` is that of the slip, or `pool`."""

    id: UUID
    entry_id: UUID
    competition_id: UUID
    player_id: UUID
    kind: str
    fold: int | None
    each_way: bool
    lines: int
    stake: int
    potential_payout: int | None
    odds_policy: str
    settings_version: int
    pool_id: UUID | None
    state: BetState
    result: BetResult | None
    payout: int | None
    note: str | None
    own_probability: int | None
    accepted_at: datetime
    settled_at: datetime | None
    legs: tuple[PlacedLeg, ...]


def check_open(bet: PlacedBet) -> None:
    if bet.state is not BetState.ACCEPTED:
        raise BetOver(bet_id=bet.id, state=bet.state)
