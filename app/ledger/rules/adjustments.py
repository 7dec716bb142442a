"""Adjustments: an admin gives or takes points; a large one needs a second admin."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.ledger.rules.transfers import (
    Account,
    AccountKind,
    AmountTooLarge,
    Transfer,
    TransferKind,
)
from app.plumbing.points import POINTS_MAX, Points
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Missing

REASON_LENGTH_MAX = 500
# Where an adjustment stands in the list of those that wait.
Place = tuple[datetime, UUID]


class NothingToAdjust(Invalid):
    """An adjustment gives or takes at least one point."""


class ReasonMissing(Invalid):
    """Please say why, in at most 500 characters."""


class TooLargeAlone(Conflict):
    """So many points need a second admin: please ask for an adjustment instead."""


class NoSuchAdjustment(Missing):
    """There is no such adjustment."""


class AdjustmentIdReused(Conflict):
    """This id already names a different adjustment."""


class AlreadyDecided(Conflict):
    """Somebody has already decided on this adjustment."""


class SecondAdminNeeded(Forbidden):
    """An adjustment this large needs the decision of another admin."""


class AdjustmentState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """`points` is given when positive and taken when negative."""

    id: UUID
    owner: UUID
    points: int
    reason: str

    def as_transfer(self, *, bank: UUID) -> Transfer:
        issue = Account(owner=bank, kind=AccountKind.ISSUE)
        balance = Account(owner=self.owner, kind=AccountKind.BALANCE)
        gives = self.points > 0
        return Transfer(
            kind=TransferKind.ADJUSTMENT,
            debit=issue if gives else balance,
            credit=balance if gives else issue,
            points=Points(abs(self.points)),
            reference=self.id,
            reason=self.reason,
            key=f"adjustment:{self.id}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentRequest:
    """An adjustment with its fate.  `threshold` is the one in force when it was asked for."""

    adjustment: Adjustment
    threshold: int
    state: AdjustmentState
    requested_by: str
    decided_by: str | None
    requested_at: datetime

    @property
    def place(self) -> Place:
        return self.requested_at, self.adjustment.id


def check_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > REASON_LENGTH_MAX:
        raise ReasonMissing(longest=REASON_LENGTH_MAX)


def check_adjustment(adjustment: Adjustment) -> None:
    check_reason(adjustment.reason)
    if adjustment.points == 0:
        raise NothingToAdjust
    if abs(adjustment.points) > POINTS_MAX:
        raise AmountTooLarge(points=adjustment.points, largest=POINTS_MAX)


def check_alone(points: int, *, threshold: int) -> None:
    """Refuse an admin to move more than the community lets one admin move."""
    if points > threshold:
        raise TooLargeAlone(points=points, threshold=threshold)


def first_state(adjustment: Adjustment, *, threshold: int) -> AdjustmentState:
    large = abs(adjustment.points) > threshold
    return AdjustmentState.PENDING if large else AdjustmentState.DONE


def check_decision(request: AdjustmentRequest, *, admin: str) -> None:
    if request.state is not AdjustmentState.PENDING:
        raise AlreadyDecided(state=request.state)
    if request.requested_by == admin:
        raise SecondAdminNeeded(points=request.adjustment.points, threshold=request.threshold)
