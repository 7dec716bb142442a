"""Asking for points, deciding on that, and giving points back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.competitions.rules.entries import NoSuchEntry
from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.plumbing.points import POINTS_MAX, Points
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Missing


class NotPlaying(Conflict):
    """This entry does not play."""


class PlayerInABreak(Conflict):
    """The player takes a break from play.  Points can be granted once it is over."""


class NoSuchPayment(Missing):
    """There is no such payment."""


class PaymentIdReused(Conflict):
    """This id already names a different payment."""


class PaymentDecided(Conflict):
    """Somebody has already decided on this."""


class PointsOrCode(Invalid):
    """Say how many points you ask for, or give a voucher's code, but not both."""


class NoSuchProvider(Invalid):
    """Points are not granted in this way here."""


class NotThatMany(Invalid):
    """Nobody asks for so many points or so few."""


class NotForOneself(Forbidden):
    """Nobody decides on their own points."""


class OtherAdminNeeded(Forbidden):
    """So many points need the agreement of another admin."""


class Direction(StrEnum):
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"


class Provider(StrEnum):
    """Who decides: an admin, a voucher, or for points given back nobody but the ledger."""

    ADMIN = "admin"
    VOUCHER = "voucher"
    LEDGER = "ledger"


class PaymentState(StrEnum):
    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """Whose entry it is."""

    entry_id: UUID
    competition_id: UUID
    player_id: UUID
    subject: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """The player chose `id`, so that sent twice it counts once."""

    id: UUID
    entry_id: UUID
    direction: Direction
    points: int
    provider: Provider
    note: str | None = None

    def as_transfer(self, *, bank: UUID) -> Transfer:
        issue = Account(owner=bank, kind=AccountKind.ISSUE)
        balance = Account(owner=self.entry_id, kind=AccountKind.BALANCE)
        gives = self.direction is Direction.DEPOSIT
        return Transfer(
            kind=TransferKind.GRANT if gives else TransferKind.WITHDRAWAL,
            debit=issue if gives else balance,
            credit=balance if gives else issue,
            points=Points(self.points),
            reference=self.id,
            reason=f"{self.direction} by {self.provider}",
            key=f"payment:{self.id}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRecord:
    """A payment with its fate.  `threshold` is the one in force when it was made."""

    payment: Payment
    threshold: int
    state: PaymentState
    subject: str
    agreed_by: str | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    created_at: datetime


def check_entrant(entrant: Entrant, *, player_id: UUID) -> Entrant:
    """Somebody else's entry is no entry at all."""
    if entrant.player_id != player_id:
        raise NoSuchEntry
    return entrant


def check_active(entrant: Entrant) -> None:
    if entrant.state != "active":
        raise NotPlaying(state=entrant.state)


def check_points(points: int) -> None:
    if not 1 <= points <= POINTS_MAX:
        raise NotThatMany(points=points, least=1, most=POINTS_MAX)


def check_deciding(record: PaymentRecord, *, admin: str) -> None:
    if record.state is not PaymentState.ASKED:
        raise PaymentDecided(state=record.state)
    if record.subject == admin:
        raise NotForOneself


def needs_agreement(record: PaymentRecord, *, admin: str) -> bool:
    """Whether this admin's yes is only the first of two."""
    if record.payment.points <= record.threshold:
        return False
    if record.agreed_by == admin:
        raise OtherAdminNeeded(points=record.payment.points, threshold=record.threshold)
    return record.agreed_by is None
