"""How pools are shared out, and what moves when that changes."""

from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.ledger.rules.transfers import AccountKind
from app.pools.rules.dividing import NoWinner, PoolStake, PoolTerms, divide
from app.settlement.rules.sharing import OPEN, PoolNow, Shares, dividends_of, moves, share_out

ONE, OTHER, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)
POOL, BANK = UUID(int=8), UUID(int=9)
TERMS = PoolTerms(takeout=Fraction(1, 10))


def pool(totals: dict[UUID, int], *winners: UUID, is_open: bool = False) -> PoolNow:
    return PoolNow(open=is_open, grading=1, totals=totals, winners=winners)


def test_a_pool_whose_market_is_open_gives_nothing() -> None:
    now = pool({ONE: 10}, ONE, is_open=True)

    assert dividends_of(now, TERMS) == {}
    assert share_out(now, TERMS, paid=0) == OPEN


def test_what_came_into_a_pool_that_is_refunded_stays_behind() -> None:
    terms = PoolTerms(takeout=Fraction(0), carried_in=7)

    shares = share_out(pool({ONE: 10}, OTHER), terms, paid=0)

    assert shares == Shares(refunded=True, stakes=10, carried_in=7, paid=10, breakage=7)


def test_what_nobody_won_goes_on_with_what_came_in() -> None:
    terms = PoolTerms(takeout=Fraction(1, 2), no_winner=NoWinner.CARRY_OVER, carried_in=7)

    assert share_out(pool({ONE: 10}, OTHER), terms, paid=0).carried_out == 17


@given(
    st.lists(st.tuples(st.sampled_from([ONE, OTHER, THIRD]), st.integers(1, 10**9)), max_size=8),
    st.sets(st.sampled_from([ONE, OTHER, THIRD])),
    st.fractions(0, Fraction(1, 2), max_denominator=1000),
    st.booleans(),
    st.integers(0, 10**6),
)
def test_sums_share_out_as_single_stakes_do(
    stakes: list[tuple[UUID, int]],
    winners: set[UUID],
    takeout: Fraction,
    minimum: bool,  # noqa: FBT001
    carried_in: int,
) -> None:
    terms = PoolTerms(takeout=takeout, minimum_dividend=minimum, carried_in=carried_in)
    totals = {each: sum(p for s, p in stakes if s == each) for each, _ in stakes}
    now = pool(totals, *winners)

    one_by_one = divide([PoolStake(*each) for each in stakes], winners, terms)
    shares = share_out(now, terms, paid=sum(one_by_one.payouts))

    assert dividends_of(now, terms) == one_by_one.dividends
    assert shares.paid == sum(one_by_one.payouts)
    assert shares.takeout == one_by_one.takeout
    assert shares.top_up == one_by_one.house
    assert shares.paid + shares.takeout + shares.breakage + shares.carried_out == (
        shares.stakes + shares.carried_in + shares.top_up
    )


def test_differences_alone_move_and_both_ways() -> None:
    before = Shares(stakes=100, paid=85, takeout=10, breakage=5)
    after = Shares(stakes=100, paid=103, takeout=0, breakage=0, top_up=3)

    there = moves(before, after, pool_id=POOL, bank=BANK)
    back = moves(after, before, pool_id=POOL, bank=BANK)

    assert {(t.debit.kind, t.credit.kind, t.points) for t in there} == {
        (AccountKind.HOUSE, AccountKind.ESCROW, 3),
        (AccountKind.TAKEOUT, AccountKind.ESCROW, 10),
        (AccountKind.BREAKAGE, AccountKind.ESCROW, 5),
    }
    assert {(t.credit.kind, t.debit.kind, t.points) for t in back} == {
        (t.debit.kind, t.credit.kind, t.points) for t in there
    }
    assert moves(after, after, pool_id=POOL, bank=BANK) == []
