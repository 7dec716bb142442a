"""What may move: accounts, and transfers of points between two of them.

A *kept* account (a player's balance or debt) stores its balance; every other account is the sum of
its transfers.  A *bank* is whoever stands behind the points, such as a competition.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.plumbing.points import POINTS_MAX, Points
from app.plumbing.refusals import Conflict, Invalid


class NotPositive(Invalid):
    """A transfer moves at least one point."""


class AmountTooLarge(Invalid):
    """No single amount is that large."""


class SameAccount(Invalid):
    """Points cannot move from an account to itself."""


class TwoKeptAccounts(Invalid):
    """Points do not move straight from one player's account to another: a bank is between."""


class KeyReused(Conflict):
    """This key already names a different transfer."""


class AccountKind(StrEnum):
    BALANCE = "balance"
    DEBT = "debt"
    ISSUE = "issue"
    ESCROW = "escrow"
    HOUSE = "house"
    TAKEOUT = "takeout"
    BREAKAGE = "breakage"


KEPT = frozenset({AccountKind.BALANCE, AccountKind.DEBT})
OF_A_BANK = frozenset(AccountKind) - KEPT


class TransferKind(StrEnum):
    GRANT = "grant"
    ADJUSTMENT = "adjustment"
    TAKE_BACK = "take_back"
    DEBT = "debt"
    REPAYMENT = "repayment"
    STAKE = "stake"
    PAYOUT = "payout"
    REFUND = "refund"
    CASH_OUT = "cash_out"
    WITHDRAWAL = "withdrawal"
    CORRECTION = "correction"
    TAKEOUT = "takeout"
    BREAKAGE = "breakage"
    TOP_UP = "top_up"


# These never fail for want of points: what the balance lacks becomes debt.
FORCED = frozenset({TransferKind.ADJUSTMENT, TransferKind.TAKE_BACK, TransferKind.CORRECTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    owner: UUID
    kind: AccountKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Points leave `debit` and arrive at `credit`."""

    kind: TransferKind
    debit: Account
    credit: Account
    points: Points
    reference: UUID | None = None
    reason: str | None = None
    key: str | None = None

    @property
    def kept(self) -> Account | None:
        """The side whose balance is stored; the other one is a sum."""
        return next((side for side in (self.debit, self.credit) if side.kind in KEPT), None)

    def change_of(self, account: Account) -> int:
        return -self.points if account == self.debit else self.points


def check_transfer(transfer: Transfer) -> None:
    """Refuse what no state of the books could allow."""
    if transfer.points < 1:
        raise NotPositive(points=transfer.points)
    if transfer.points > POINTS_MAX:
        raise AmountTooLarge(points=transfer.points, largest=POINTS_MAX)
    if transfer.debit == transfer.credit:
        raise SameAccount(owner_id=transfer.debit.owner, kind=transfer.debit.kind)
    if {transfer.debit.kind, transfer.credit.kind} <= KEPT:
        raise TwoKeptAccounts(debit=transfer.debit.kind, credit=transfer.credit.kind)


def not_yet_posted(transfers: Iterable[Transfer], earlier: Iterable[Transfer]) -> list[Transfer]:
    """Leave out the transfers whose key was posted before, here or in `earlier`."""
    posted = {transfer.key: transfer for transfer in earlier}
    new = []
    for transfer in transfers:
        if transfer.key is None:
            new.append(transfer)
        elif transfer.key not in posted:
            posted[transfer.key] = transfer
            new.append(transfer)
        elif posted[transfer.key] != transfer:
            raise KeyReused(key=transfer.key)
    return new
