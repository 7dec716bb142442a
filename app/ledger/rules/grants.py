"""Giving points out of the issue, and taking back what was wrongly given or paid."""

from dataclasses import dataclass
from uuid import UUID

from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.plumbing.points import Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Whoever asks chose `id`, so that asking again grants nothing more."""

    id: UUID
    owner: UUID
    points: Points
    reason: str

    def as_transfer(self, *, bank: UUID) -> Transfer:
        return Transfer(
            kind=TransferKind.GRANT,
            debit=Account(owner=bank, kind=AccountKind.ISSUE),
            credit=Account(owner=self.owner, kind=AccountKind.BALANCE),
            points=self.points,
            reference=self.id,
            reason=self.reason,
            key=f"grant:{self.id}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """`into` is where the points came from: the issue of a grant, the house of a payout."""

    id: UUID
    owner: UUID
    points: Points
    reason: str
    into: AccountKind

    def as_transfer(self, *, bank: UUID) -> Transfer:
        return Transfer(
            kind=TransferKind.TAKE_BACK,
            debit=Account(owner=self.owner, kind=AccountKind.BALANCE),
            credit=Account(owner=bank, kind=self.into),
            points=self.points,
            reference=self.id,
            reason=self.reason,
            key=f"take-back:{self.id}",
        )
