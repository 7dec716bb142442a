"""Opening pools, chaining them, and what a point would return."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.rules.events import EventStatus
from app.competitions.rules.events import NotPlayedOn
from app.competitions.rules.settings import PoolSettings
from app.markets.rules.markets import MarketState
from app.pools.rules.dividing import NoWinner, PoolStake, divide
from app.pools.rules.pools import (
    CarryOverNotPlayed,
    MarketDecided,
    MarketHalves,
    NextPoolUnfit,
    Pool,
    PoolDecided,
    PoolMarket,
    PoolState,
    PoolTakeoutOutOfRange,
    PoolWish,
    Staked,
    chances,
    check_market,
    check_next,
    pool_of,
)

LOCK = datetime(2026, 6, 11, 15, 0, tzinfo=UTC)
BEFORE = LOCK - timedelta(microseconds=1)
MARKET = PoolMarket(
    tenant_id=UUID(int=1),
    id=UUID(int=2),
    name="Winner",
    line=None,
    state=MarketState.OPEN,
    event_id=UUID(int=3),
    event_name="Ghana v Mali",
    event_status=EventStatus.SCHEDULED,
    locks_at=LOCK,
    played=True,
)
WISH = PoolWish(id=UUID(int=4), competition_id=UUID(int=5), market_id=MARKET.id)
SETTINGS = PoolSettings(takeout=150, minimum_dividend=True, carry_over=True)
POOL = pool_of(WISH, MARKET, SETTINGS)
NEXT = replace(POOL, id=UUID(int=6))
LAST = replace(POOL, id=UUID(int=7))


def staked(*points: int) -> list[Staked]:
    return [
        Staked(selection_id=UUID(int=number), key="", name="", withdrawn=False, bets=0, staked=each)
        for number, each in enumerate(points, start=1)
    ]


def test_a_pool_is_as_the_competition_says() -> None:
    assert (POOL.takeout, POOL.minimum_dividend) == (150, True)


def test_an_admin_may_agree_otherwise() -> None:
    pool = pool_of(replace(WISH, takeout=0, minimum_dividend=False), MARKET, SETTINGS)
    assert (pool.takeout, pool.minimum_dividend) == (0, False)


@pytest.mark.parametrize("takeout", [-1, 501])
def test_a_takeout_is_no_more_than_half(takeout: int) -> None:
    with pytest.raises(PoolTakeoutOutOfRange):
        pool_of(replace(WISH, takeout=takeout), MARKET, SETTINGS)


@pytest.mark.parametrize("state", [MarketState.DRAFT, MarketState.OPEN, MarketState.SUSPENDED])
def test_a_pool_opens_while_its_market_is_undecided(state: MarketState) -> None:
    check_market(replace(MARKET, state=state))


@pytest.mark.parametrize("state", [MarketState.CLOSED, MarketState.SETTLED, MarketState.VOID])
def test_a_pool_opens_on_nothing_that_is_decided(state: MarketState) -> None:
    with pytest.raises(MarketDecided):
        check_market(replace(MARKET, state=state))


def test_a_pool_opens_where_the_competition_is_played() -> None:
    with pytest.raises(NotPlayedOn):
        check_market(replace(MARKET, played=False))


def test_a_pool_knows_no_half_winners() -> None:
    check_market(replace(MARKET, line=10))

    with pytest.raises(MarketHalves):
        check_market(replace(MARKET, line=-5))


@pytest.mark.parametrize(
    "closed",
    [
        replace(MARKET, state=MarketState.SUSPENDED),
        replace(MARKET, event_status=EventStatus.POSTPONED),
        replace(MARKET, locks_at=BEFORE),
    ],
)
def test_a_pool_takes_stakes_while_its_market_does(closed: PoolMarket) -> None:
    assert MARKET.takes_stakes(BEFORE)
    assert not closed.takes_stakes(BEFORE)


def test_a_pool_carries_over_to_another_open_one() -> None:
    check_next(replace(POOL, next_pool_id=NEXT.id), {NEXT.id: NEXT}, SETTINGS)


def test_a_pool_that_carries_nothing_over_refunds() -> None:
    check_next(POOL, {}, PoolSettings(carry_over=False))
    assert POOL.terms.no_winner is NoWinner.REFUND
    assert replace(POOL, next_pool_id=NEXT.id).terms.no_winner is NoWinner.CARRY_OVER


def test_the_competition_says_whether_pools_carry_over() -> None:
    with pytest.raises(CarryOverNotPlayed):
        check_next(replace(POOL, next_pool_id=NEXT.id), {NEXT.id: NEXT}, PoolSettings())


@pytest.mark.parametrize(
    "others",
    [
        {},
        {POOL.id: POOL},
        {NEXT.id: replace(NEXT, next_pool_id=POOL.id)},
        {
            NEXT.id: replace(NEXT, next_pool_id=LAST.id),
            LAST.id: replace(LAST, next_pool_id=POOL.id),
        },
    ],
)
def test_a_pool_never_leads_nowhere_or_back(others: dict[UUID, Pool]) -> None:
    following = POOL.id if POOL.id in others else NEXT.id
    with pytest.raises(NextPoolUnfit):
        check_next(replace(POOL, next_pool_id=following), others, SETTINGS)


def test_what_is_decided_keeps_its_next() -> None:
    with pytest.raises(PoolDecided):
        check_next(replace(POOL, state=PoolState.REFUNDED), {}, SETTINGS)


def test_what_a_point_would_return_is_exact() -> None:
    first, second, third = chances(staked(61, 39, 0), POOL.terms)

    # 85 of 100 points are shared; with one more point, 85 of 101.
    assert (first.dividend, first.one_more) == (Fraction(85, 61), Fraction(85, 62))
    assert (second.dividend, second.one_more) == (Fraction(85, 39), Fraction(85, 40))
    assert (third.dividend, third.one_more) == (None, Fraction(85))


@given(
    points=st.lists(st.integers(0, 10**6), min_size=2, max_size=6),
    takeout=st.integers(0, 500),
    carried=st.integers(0, 10**6),
    least=st.booleans(),
)
def test_a_dividend_is_what_the_division_would_pay(
    points: list[int],
    takeout: int,
    carried: int,
    least: bool,  # noqa: FBT001
) -> None:
    pool = replace(POOL, takeout=takeout, carried_in=carried, minimum_dividend=least)
    stakes = [PoolStake(each.selection_id, each.staked) for each in staked(*points) if each.staked]

    for chance in chances(staked(*points), pool.terms):
        winner = chance.staked.selection_id
        paid = divide(stakes, {winner}, pool.terms).dividends
        assert paid == ({} if chance.dividend is None else {winner: chance.dividend})
