"""What a player's start page tells of late: results, announcements, predictions to make."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.betting.rules.bets import BetResult
from app.competitions.rules.announcements import AnnouncementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BetEnded:
    """A bet that was settled or cashed out; without a result it was cashed out."""

    id: UUID
    competition: str
    event: str
    pick: str
    legs: int
    stake: int
    payout: int
    result: BetResult | None
    ended_at: datetime

    @property
    def net(self) -> int:
        return self.payout - self.stake


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """An announcement, with the name of the event that it is about."""

    id: UUID
    competition_id: UUID
    competition: str
    kind: AnnouncementKind
    facts: Mapping[str, object]
    event: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSheet:
    """Events of a competition that wait for a prediction, and when the first of them locks."""

    competition_id: UUID
    competition: str
    events: int
    locks_at: datetime
