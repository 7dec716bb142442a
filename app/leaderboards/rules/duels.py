"""Two players, head to head."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.plumbing.refusals import Missing


class NoSuchPlayer(Missing):
    """There is no such player."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A competition that both play."""

    competition_id: UUID
    competition: str
    rank: int | None
    their_rank: int | None
    net_worth: int
    their_net_worth: int
    net_points: int
    their_net_points: int
    prediction_points: int
    their_prediction_points: int
    rounds_won: int
    rounds_lost: int
    rounds_level: int

    @property
    def lead(self) -> int:
        """1 where the first is ahead, -1 where the second is, 0 where neither is."""
        if self.rank is None or self.their_rank is None:
            return 0
        return (self.rank < self.their_rank) - (self.rank > self.their_rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duel:
    ahead: int
    behind: int
    level: int


def duel_of(meetings: Sequence[Meeting]) -> Duel:
    leads = [meeting.lead for meeting in meetings]
    return Duel(ahead=leads.count(1), behind=leads.count(-1), level=leads.count(0))
