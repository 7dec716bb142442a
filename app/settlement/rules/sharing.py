"""How a pool is shared out, and what moves when it is shared out otherwise than before.

Pure: no clock, no database, no web.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.plumbing.points import Points
from app.pools.rules.dividing import NoWinner, PoolTerms, dividends, rest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """paid + takeout + breakage + carried_out = stakes + carried_in + top_up, to the point.

    All nothing: the pool is open.
    """

    refunded: bool = False
    stakes: int = 0
    carried_in: int = 0
    paid: int = 0
    takeout: int = 0
    breakage: int = 0
    top_up: int = 0
    carried_out: int = 0


OPEN = Shares()


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolNow:
    """What counts in a pool as the rulings in force have it; `totals` leave out what is void."""

    open: bool
    grading: int
    totals: Mapping[UUID, int]
    winners: Collection[UUID]

    @property
    def stakes(self) -> int:
        return sum(self.totals.values())


def dividends_of(pool: PoolNow, terms: PoolTerms) -> dict[UUID, Fraction]:
    """What a point on each right selection pays; empty while nobody is right."""
    return {} if pool.open else dividends(pool.totals, pool.winners, terms)


def share_out(pool: PoolNow, terms: PoolTerms, *, paid: int) -> Shares:
    """`paid` is what the dividends come to, each stake's rounded down."""
    if pool.open:
        return OPEN
    if dividends_of(pool, terms):
        rest = rest_of(pool.stakes + terms.carried_in, paid, terms)
        return Shares(
            stakes=pool.stakes,
            carried_in=terms.carried_in,
            paid=paid,
            takeout=rest.takeout,
            breakage=rest.breakage,
            top_up=rest.house,
        )
    if terms.no_winner is NoWinner.CARRY_OVER:
        carried = pool.stakes + terms.carried_in
        return Shares(stakes=pool.stakes, carried_in=terms.carried_in, carried_out=carried)
    # What came in belongs to none of those who are refunded, and there is no pool to go on to.
    return Shares(
        refunded=True,
        stakes=pool.stakes,
        carried_in=terms.carried_in,
        paid=pool.stakes,
        breakage=terms.carried_in,
    )


def moves(before: Shares, after: Shares, *, pool_id: UUID, bank: UUID) -> list[Transfer]:
    """The differences between two ways of sharing out; what bets are paid moves with them."""
    return [*_moves(before, after, pool_id, bank)]


def _moves(before: Shares, after: Shares, pool_id: UUID, bank: UUID) -> Iterator[Transfer]:
    escrow = Account(owner=bank, kind=AccountKind.ESCROW)
    for kind, account, more in (
        (TransferKind.TOP_UP, AccountKind.HOUSE, before.top_up - after.top_up),
        (TransferKind.TAKEOUT, AccountKind.TAKEOUT, after.takeout - before.takeout),
        (TransferKind.BREAKAGE, AccountKind.BREAKAGE, after.breakage - before.breakage),
    ):
        other = Account(owner=bank, kind=account)
        if more:
            yield Transfer(
                kind=kind,
                debit=escrow if more > 0 else other,
                credit=other if more > 0 else escrow,
                points=Points(abs(more)),
                reference=pool_id,
            )
