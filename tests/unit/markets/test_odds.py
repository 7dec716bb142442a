"""Odds, however they are written; Rule 4; and when bets stand."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markets.rules.odds import (
    ODDS_MAX,
    ODDS_MIN,
    NotAPrice,
    Odds,
    OddsOutOfRange,
    as_fraction,
    check_odds,
    multiplied,
    parse_price,
    place_odds,
)
from app.markets.rules.rule_4 import DeductionOutOfRange, deduction, reduced, total_deduction
from app.markets.rules.standing import stands_when_postponed

KICK_OFF = datetime(2026, 6, 11, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "odds"),
    [
        ("4.5", "9/2"),
        ("2", "2"),
        ("7/2", "9/2"),
        ("100/30", "13/3"),
        ("+350", "9/2"),
        ("-200", "3/2"),
        ("1.001", "1001/1000"),
        ("1000", "1000"),
    ],
)
def test_prices_are_read_exactly(text: str, odds: str) -> None:
    assert parse_price(text) == Fraction(odds)


@pytest.mark.parametrize(
    "text",
    ["", "NaN", "1e3", "inf", "1/0", "+0", "-7/2", "\u0664", "4,5", " 4", "9" * 10_000, "0x2"],
)
def test_what_is_no_price(text: str) -> None:
    with pytest.raises(NotAPrice):
        parse_price(text)


@pytest.mark.parametrize("text", ["1", "1.0009", "0.5", "1000.001", "1000/1", "+1000000", "0/5"])
def test_prices_stay_in_range(text: str) -> None:
    with pytest.raises(OddsOutOfRange):
        parse_price(text)


def test_odds_lie_between_their_bounds() -> None:
    assert check_odds(1_001) == ODDS_MIN
    assert check_odds(1_000_000) == ODDS_MAX
    for wrong in (1_000, 1_000_001):
        with pytest.raises(OddsOutOfRange):
            check_odds(wrong)


@pytest.mark.parametrize(
    ("odds", "multiplier", "offered"),
    [
        (2_150, "1", 2_150),
        (2_150, "9/10", 2_035),
        (2_155, "9/10", 2_039),  # 2039.5, rounded down
        (1_001, "1/2", 1_001),
        (999_999, "2", 1_000_000),
    ],
)
def test_a_community_multiplies_what_is_above_the_stake(
    odds: int, multiplier: str, offered: int
) -> None:
    assert multiplied(Odds(odds), Fraction(multiplier)) == offered


def test_a_place_pays_a_part_of_what_is_above_the_stake() -> None:
    assert place_odds(as_fraction(Odds(9_000)), Fraction(1, 4)) == 3


@pytest.mark.parametrize(
    ("odds", "percent"),
    [
        (1_001, 90),
        (1_110, 90),
        (1_111, 85),
        (2_200, 45),
        (2_201, 40),
        (10_000, 10),
        (15_000, 5),
        (15_001, 0),
        (1_000_000, 0),
    ],
)
def test_rule_4_goes_by_the_withdrawn_odds(odds: int, percent: int) -> None:
    assert deduction(Odds(odds)) == percent


def test_several_withdrawals_take_at_most_90_percent() -> None:
    assert total_deduction([Odds(2_500), Odds(4_000)]) == 65
    assert total_deduction([Odds(1_110), Odds(4_000)]) == 90


@given(st.integers(0, 90))
def test_rule_4_reduces_the_winnings_only(percent: int) -> None:
    assert reduced(Fraction(5), percent) == 1 + 4 * (1 - Fraction(percent, 100))


@pytest.mark.parametrize("percent", [-1, 91])
def test_rule_4_never_takes_all(percent: int) -> None:
    with pytest.raises(DeductionOutOfRange):
        reduced(Fraction(5), percent)


def test_bets_stand_when_the_event_is_soon_played_after_all() -> None:
    last = KICK_OFF + timedelta(hours=36)

    assert stands_when_postponed(planned_at=KICK_OFF, played_at=last, postponement_hours=36)
    assert not stands_when_postponed(
        planned_at=KICK_OFF, played_at=last + timedelta(seconds=1), postponement_hours=36
    )
