"""The books: entering transfers one after the other, with the debts that they make and repay."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from uuid import UUID

from app.ledger.rules.transfers import (
    FORCED,
    Account,
    AccountKind,
    Transfer,
    TransferKind,
    check_transfer,
)
from app.plumbing.points import Points
from app.plumbing.refusals import Conflict, Missing

# What eight bytes hold.
BALANCE_MAX = Points(2**63 - 1)


class OtherBank(Conflict):
    """These accounts belong to different banks."""


class NotEnoughPoints(Conflict):
    """You do not have that many points."""


class BalanceTooLarge(Conflict):
    """The account cannot hold that many points."""


class NoSuchAccount(Missing):
    """There is no such account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    id: UUID
    bank: UUID
    balance: Points
    sequence: int


Books = Mapping[Account, AccountState]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A transfer as the books record it, with what it made of its kept side."""

    transfer: Transfer
    sequence: int | None
    balance_after: Points | None


def post(transfers: Iterable[Transfer], books: Books) -> list[Entry]:
    """Enter the transfers in their order, with the debts that they make and repay."""
    running = dict(books)
    entries: list[Entry] = []
    for transfer in transfers:
        check_transfer(transfer)
        entries += [_enter(part, running) for part in _debt_made(transfer, running)]
        entries.append(_enter(transfer, running))
        entries += [_enter(part, running) for part in _debt_repaid(transfer, running)]
    return entries


def _enter(transfer: Transfer, running: dict[Account, AccountState]) -> Entry:
    debit, credit = _state(transfer.debit, running), _state(transfer.credit, running)
    if debit.bank != credit.bank:
        raise OtherBank(debit_bank_id=debit.bank, credit_bank_id=credit.bank)
    kept = transfer.kept
    if kept is None:
        return Entry(transfer=transfer, sequence=None, balance_after=None)
    before = running[kept]
    after = Points(before.balance + transfer.change_of(kept))
    _check_balance(kept, before.balance, after, transfer.points)
    running[kept] = replace(before, balance=after, sequence=before.sequence + 1)
    return Entry(transfer=transfer, sequence=before.sequence + 1, balance_after=after)


def _check_balance(account: Account, before: Points, after: Points, points: Points) -> None:
    if account.kind is AccountKind.BALANCE and after < 0:
        raise NotEnoughPoints(owner_id=account.owner, points=points, balance=before)
    # A debt that is overpaid would be a balance.
    highest = BALANCE_MAX if account.kind is AccountKind.BALANCE else 0
    if not -BALANCE_MAX <= after <= highest:
        raise BalanceTooLarge(
            owner_id=account.owner, kind=account.kind, points=points, balance=before
        )


def _debt_made(transfer: Transfer, running: Books) -> Iterator[Transfer]:
    """The house lends what a forced transfer takes and the balance lacks."""
    if transfer.kind not in FORCED or transfer.debit.kind is not AccountKind.BALANCE:
        return
    missing = transfer.points - _state(transfer.debit, running).balance
    if missing > 0:
        yield from _between_balance_and_debt(transfer, running, TransferKind.DEBT, missing)


def _debt_repaid(transfer: Transfer, running: Books) -> Iterator[Transfer]:
    """Whatever reaches a balance repays the house first."""
    if transfer.credit.kind is not AccountKind.BALANCE:
        return
    owed = -_state(replace(transfer.credit, kind=AccountKind.DEBT), running).balance
    if owed > 0:
        repaid = min(owed, transfer.points)
        yield from _between_balance_and_debt(transfer, running, TransferKind.REPAYMENT, repaid)


def _between_balance_and_debt(
    cause: Transfer, running: Books, kind: TransferKind, points: int
) -> Iterator[Transfer]:
    """By way of the house, since a transfer keeps one balance at most.

    The debt grows before the balance does and shrinks after it, so net worth is never overstated.
    """
    balance = cause.debit if kind is TransferKind.DEBT else cause.credit
    debt = replace(balance, kind=AccountKind.DEBT)
    house = Account(owner=_state(balance, running).bank, kind=AccountKind.HOUSE)
    steps = (debt, house, balance) if kind is TransferKind.DEBT else (balance, house, debt)
    for debit, credit in pairwise(steps):
        yield Transfer(
            kind=kind,
            debit=debit,
            credit=credit,
            points=Points(points),
            reference=cause.reference,
        )


def _state(account: Account, books: Books) -> AccountState:
    if account not in books:
        raise NoSuchAccount(owner_id=account.owner, kind=account.kind)
    return books[account]
