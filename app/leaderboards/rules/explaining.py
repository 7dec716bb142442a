"""What a standing adds up from: "why these points?"."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.ledger.rules.transfers import TransferKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Points that came or went without a bet, of one kind."""

    kind: TransferKind
    count: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What was won in one sport and round; null where the legs of combos do not share one."""

    sport_id: UUID | None
    sport: str | None
    round: str | None
    bets: int
    staked: int
    paid: int
    prediction_points: int
    bonus_points: int
    exact_predictions: int

    @property
    def net_points(self) -> int:
        return self.paid - self.staked


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    given: Sequence[Given]
    parts: Sequence[Part]
