"""What of payments goes over the wire."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from app.ledger.rules.positions import StatementLine
from app.ledger.rules.transfers import TransferKind
from app.payments.rules.payments import Direction, PaymentRecord, PaymentState, Provider
from app.payments.rules.vouchers import Voucher


class PaymentOut(Struct, frozen=True):
    """Points that somebody asked for or gave back."""

    id: UUID
    entry_id: UUID
    direction: Direction
    points: int
    provider: Provider
    note: str | None
    state: PaymentState
    reason: str | None
    created_at: datetime
    decided_at: datetime | None

    @classmethod
    def of(cls, record: PaymentRecord) -> "PaymentOut":
        payment = record.payment
        return cls(
            id=payment.id,
            entry_id=payment.entry_id,
            direction=payment.direction,
            points=payment.points,
            provider=payment.provider,
            note=payment.note,
            state=record.state,
            reason=record.reason,
            created_at=record.created_at,
            decided_at=record.decided_at,
        )


class DecisionOut(Struct, frozen=True):
    """A payment as admins see it; above the threshold `agreed_by` is the first of two."""

    payment: PaymentOut
    asked_by: str
    threshold: int
    agreed_by: str | None
    decided_by: str | None

    @classmethod
    def of(cls, record: PaymentRecord) -> "DecisionOut":
        return cls(
            payment=PaymentOut.of(record),
            asked_by=record.subject,
            threshold=record.threshold,
            agreed_by=record.agreed_by,
            decided_by=record.decided_by,
        )


class TransactionOut(Struct, frozen=True):
    """One change of an entry's balance; `points` is what it added or took."""

    sequence: int
    at: datetime
    kind: TransferKind
    points: int
    balance_before: int
    balance_after: int
    reference_id: UUID | None
    reason: str | None

    @classmethod
    def of(cls, line: StatementLine) -> "TransactionOut":
        return cls(
            sequence=line.sequence,
            at=line.at,
            kind=line.kind,
            points=line.points,
            balance_before=line.balance_before,
            balance_after=line.balance_after,
            reference_id=line.reference,
            reason=line.reason,
        )


class TransactionsOut(Struct, frozen=True):
    """A page of an entry's statement, the newest first, and what waits for a decision."""

    items: list[TransactionOut]
    next: str | None
    asked: list[PaymentOut]


class VoucherOut(Struct, frozen=True):
    """A voucher without its code, which is kept nowhere."""

    id: UUID
    competition_id: UUID
    points: int
    expires_at: datetime
    used_by_payment_id: UUID | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, voucher: Voucher) -> "VoucherOut":
        return cls(
            id=voucher.id,
            competition_id=voucher.competition_id,
            points=voucher.points,
            expires_at=voucher.expires_at,
            used_by_payment_id=voucher.used_by_payment_id,
            withdrawn_at=voucher.withdrawn_at,
        )
