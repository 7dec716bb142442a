"""Dividing a pool among those who were right."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pools.rules.dividing import (
    Division,
    NoSuchTakeout,
    NoWinner,
    PoolStake,
    PoolTerms,
    StakeOutOfRange,
    divide,
)

FIFTEEN = PoolTerms(takeout=Fraction(15, 100))
FREE = PoolTerms(takeout=Fraction(0))
STAKES = [PoolStake("a", 61), PoolStake("b", 30), PoolStake("b", 9), PoolStake("c", 1)]


def test_the_right_stakes_share_what_is_left_after_the_takeout() -> None:
    # 101 points, 85 after the takeout, for 39 right ones.
    division = divide(STAKES, {"b"}, FIFTEEN)

    assert division.dividends == {"b": Fraction(85, 39)}
    assert division.payouts == [0, 65, 19, 0]
    assert (division.takeout, division.breakage) == (16, 1)


def test_a_dead_heat_shares_the_pool_evenly_first() -> None:
    division = divide(STAKES, {"a", "b"}, FREE)

    assert division.dividends == {"a": Fraction(101, 122), "b": Fraction(101, 78)}
    assert division.payouts == [50, 38, 11, 0]


def test_a_winner_that_nobody_backed_leaves_its_share_to_the_others() -> None:
    assert divide(STAKES, {"b", "z"}, FREE).payouts == divide(STAKES, {"b"}, FREE).payouts


def test_the_minimum_shrinks_the_takeout_first() -> None:
    stakes = [PoolStake("a", 95), PoolStake("b", 5)]
    terms = PoolTerms(takeout=Fraction(15, 100), minimum_dividend=True)

    division = divide(stakes, {"a"}, terms)

    assert division.payouts == [95, 0]
    assert (division.takeout, division.breakage, division.house) == (5, 0, 0)


def test_then_the_house_pays_the_minimum() -> None:
    stakes = [PoolStake("a", 99), PoolStake("b", 1)]
    terms = PoolTerms(takeout=Fraction(1, 10), minimum_dividend=True)

    division = divide(stakes, {"a", "b"}, terms)

    assert division.payouts == [99, 45]
    assert (division.takeout, division.house) == (0, 44)


def test_nobody_was_right_and_all_get_their_stakes_back() -> None:
    division = divide(STAKES, {"z"}, FIFTEEN)

    assert division.payouts == [61, 30, 9, 1]
    assert division.takeout == 0


def test_nobody_was_right_and_the_next_pool_grows() -> None:
    terms = PoolTerms(takeout=Fraction(1, 10), no_winner=NoWinner.CARRY_OVER, carried_in=9)

    division = divide(STAKES, set(), terms)

    assert division.payouts == [0, 0, 0, 0]
    assert division.carried_out == 110


def test_what_came_over_is_won_with_the_rest() -> None:
    terms = PoolTerms(takeout=Fraction(0), carried_in=99)

    assert divide(STAKES, {"c"}, terms).payouts == [0, 0, 0, 200]


@given(
    st.lists(st.builds(PoolStake, st.sampled_from("abcd"), st.integers(1, 10**12)), max_size=12),
    st.sets(st.sampled_from("abcde")),
    st.builds(
        PoolTerms,
        takeout=st.fractions(0, Fraction(1, 2), max_denominator=1000),
        minimum_dividend=st.booleans(),
        no_winner=st.sampled_from(NoWinner),
        carried_in=st.integers(0, 10**12),
    ),
)
def test_no_point_is_made_or_lost(
    stakes: list[PoolStake[str]], winners: set[str], terms: PoolTerms
) -> None:
    division = divide(stakes, winners, terms)

    assert _given_out(division) == sum(s.points for s in stakes) + terms.carried_in + division.house
    assert min(division.takeout, division.breakage, division.house, *division.payouts, 0) == 0
    for stake, payout in zip(stakes, division.payouts, strict=True):
        dividend = division.dividends.get(stake.selection)
        if dividend:
            assert payout <= stake.points * dividend < payout + 1
            assert payout >= stake.points or not terms.minimum_dividend
    assert not (division.house and (division.takeout or division.breakage))


def _given_out(division: Division[str]) -> int:
    paid = sum(division.payouts)
    return paid + division.takeout + division.breakage + division.carried_out


@pytest.mark.parametrize("takeout", ["-1/100", "1", "2"])
def test_a_takeout_leaves_something(takeout: str) -> None:
    with pytest.raises(NoSuchTakeout):
        PoolTerms(takeout=Fraction(takeout))


@pytest.mark.parametrize("points", [0, -1, 10**12 + 1])
def test_a_stake_is_a_sane_number_of_points(points: int) -> None:
    with pytest.raises(StakeOutOfRange):
        divide([PoolStake("a", points)], {"a"}, FREE)
