"""Prices as a player likes them written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.identity.rules.players import OddsFormat
from app.markets.rules.odds import ODDS_MAX, ODDS_MIN, Odds, as_fraction, parse_price, write_price


@pytest.mark.parametrize(
    ("odds", "style", "written"),
    [
        (2500, OddsFormat.DECIMAL, "2.50"),
        (1095, OddsFormat.DECIMAL, "1.095"),
        (2500, OddsFormat.FRACTIONAL, "3/2"),
        (2000, OddsFormat.FRACTIONAL, "1/1"),
        (2500, OddsFormat.AMERICAN, "+150"),
        (1500, OddsFormat.AMERICAN, "-200"),
        (2000, OddsFormat.AMERICAN, "+100"),
    ],
)
def test_a_price_is_written_in_each_way(odds: Odds, style: OddsFormat, written: str) -> None:
    assert write_price(odds, style) == written


@given(
    odds=st.integers(ODDS_MIN, ODDS_MAX).map(Odds),
    style=st.sampled_from([OddsFormat.DECIMAL, OddsFormat.FRACTIONAL]),
)
def test_what_is_written_reads_as_the_same_price(odds: Odds, style: OddsFormat) -> None:
    assert parse_price(write_price(odds, style)) == as_fraction(odds)
