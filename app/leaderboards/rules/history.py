"""What a leaderboard was before, and what it can be divided by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.leaderboards.rules.boards import DayRank


@dataclass(frozen=True, slots=True, kw_only=True)
class Sport:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """`before` are the ranks at the end of the last day that is over, by player."""

    before: Mapping[UUID, int | None]
    days: Mapping[UUID, Sequence[DayRank]]
