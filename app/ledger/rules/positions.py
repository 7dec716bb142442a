"""What a player sees of the books: a balance, a debt, and how they came about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.ledger.rules.books import BALANCE_MAX, NotEnoughPoints
from app.ledger.rules.transfers import TransferKind
from app.plumbing.points import Points
from app.plumbing.refusals import Conflict, Invalid

LINES_MAX = 200


class DebtFirst(Conflict):
    """Your debt has to be repaid before you stake again."""


class PageOutOfRange(Invalid):
    """A statement has no such page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a player has and owes.  A debt is zero or below."""

    owner: UUID
    bank: UUID
    balance: Points
    debt: Points

    @property
    def net_worth(self) -> Points:
        return Points(self.balance + self.debt)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One change of a player's balance; `points` is what it added or took."""

    sequence: int
    at: datetime
    kind: TransferKind
    points: int
    balance_after: Points
    reference: UUID | None
    reason: str | None

    @property
    def balance_before(self) -> Points:
        return Points(self.balance_after - self.points)


def check_may_stake(position: Position, stake: Points) -> None:
    if position.debt:
        raise DebtFirst(debt=position.debt)
    if stake > position.balance:
        raise NotEnoughPoints(points=stake, balance=position.balance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A page of lines, newest first.  `following` is the cursor of the page after it."""

    position: Position
    lines: list[StatementLine]
    following: int | None


def check_page(*, before: int | None, limit: int) -> None:
    if not 1 <= limit <= LINES_MAX:
        raise PageOutOfRange(limit=limit, largest=LINES_MAX)
    if before is not None and not 1 <= before <= BALANCE_MAX:
        raise PageOutOfRange(before=before)
