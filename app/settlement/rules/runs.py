"""Runs and their parts: a community's way through the bets that a ruling may concern."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.plumbing.refusals import Missing


class NoSuchRun(Missing):
    """There is no such settlement."""


class PartKind(StrEnum):
    MARKET = "market"
    POOL = "pool"
    PREDICTIONS = "predictions"
    BONUS = "bonus"


class RunState(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a run is made: what somebody ruled on an event, or on one market of it."""

    event_tenant_id: UUID
    event_id: UUID
    market_id: UUID | None = None
    ruling_tenant_id: UUID | None = None
    ruling_id: UUID | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The bets on a market or in a pool, a competition's predictions, a bonus question."""

    run_id: UUID
    kind: PartKind
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a part has come.  `moved` are the points that balances and bets differ by."""

    part: Part
    total: int
    done: int
    changed: int
    moved: int
    began_at: datetime
    went_on_at: datetime
    finished_at: datetime | None

    @property
    def rate(self) -> float | None:
        """Bets a second; None before there is anything to say."""
        seconds = (self.went_on_at - self.began_at).total_seconds()
        return self.done / seconds if self.done and seconds > 0 else None

    @property
    def remaining_seconds(self) -> float | None:
        if self.finished_at is not None:
            return 0.0
        return max(0, self.total - self.done) / self.rate if self.rate else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    id: UUID
    kind: str
    event_tenant_id: UUID | None
    event_id: UUID | None
    question_id: UUID | None
    ruling_id: UUID | None
    reason: str | None
    state: RunState
    created_at: datetime
    finished_at: datetime | None
    parts: tuple[Progress, ...] = ()
