"""The rules of a player's statistics."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.betting.rules.bets import BetResult
from app.leaderboards.rules.statistics import (
    SettledBet,
    Streaks,
    band_of,
    best_of,
    calibration_of,
    expectation_of,
    record_of,
    records_by,
    streaks_of,
    worst_of,
)

WON = SettledBet(
    id=UUID(int=1),
    competition_id=UUID(int=2),
    stake=100,
    payout=250,
    result=BetResult.WON,
    odds=2_500,
    market_kind="winner",
    sport="football",
    own_probability=None,
)
LOST = replace(WON, payout=0, result=BetResult.LOST)
VOID = replace(WON, payout=100, result=BetResult.VOID)
RETURNED = replace(WON, payout=100, result=BetResult.RETURNED)


def test_a_void_bet_is_as_if_it_had_not_been() -> None:
    assert record_of([WON, VOID]) == record_of([WON])


def test_a_bet_lost_in_part_is_lost() -> None:
    part_lost = replace(WON, payout=50, result=BetResult.PART_LOST)

    assert record_of([WON, part_lost]).win_rate == 5_000


def test_a_returned_bet_was_staked_but_neither_won_nor_lost() -> None:
    record = record_of([WON, RETURNED])

    assert (record.bets, record.win_rate, record.roi) == (2, 10_000, 7_500)


def test_who_has_lost_it_all_has_lost_all_of_it() -> None:
    assert record_of([LOST]).roi == -10_000


def test_without_bets_there_are_no_rates() -> None:
    record = record_of([])

    assert (record.win_rate, record.roi) == (None, None)


def test_a_combo_over_two_sports_is_in_no_sport() -> None:
    records = records_by([WON, replace(LOST, sport=None)], lambda bet: bet.sport)

    assert records == {"football": record_of([WON])}


@pytest.mark.parametrize(("odds", "band"), [(1_500, 1_500), (1_501, 2_000), (10_001, 0)])
def test_a_band_holds_its_upper_end(odds: int, band: int) -> None:
    assert band_of(replace(WON, odds=odds)) == band


def test_a_pool_has_no_odds_and_no_band() -> None:
    assert band_of(replace(WON, odds=None)) is None


def test_bets_should_win_as_often_as_their_odds_say() -> None:
    found = expectation_of([replace(WON, odds=2_000), replace(LOST, odds=4_000), VOID])

    assert (found.bets, found.expected, found.actual) == (2, 3_750, 5_000)


def test_sure_forecasts_that_come_true_miss_nothing() -> None:
    sure = [replace(WON, own_probability=1_000), replace(LOST, own_probability=0)]

    assert calibration_of(sure).brier == 0


def test_a_coin_that_is_called_even_misses_by_a_quarter() -> None:
    even = [replace(WON, own_probability=500), replace(LOST, own_probability=500)]

    found = calibration_of(even)

    assert found.brier == 2_500
    [each] = found.bins
    assert (each.lowest, each.bets, each.forecast, each.actual) == (5_000, 2, 5_000, 5_000)


def test_bins_are_tenths_and_certainty_is_in_the_highest() -> None:
    chances = (99, 100, 900, 1_000)

    found = calibration_of([replace(WON, own_probability=chance) for chance in chances])

    assert [(each.lowest, each.bets) for each in found.bins] == [(0, 1), (1_000, 1), (9_000, 2)]


def test_a_streak_ends_with_a_lost_bet_and_outlasts_void_ones() -> None:
    assert streaks_of([WON, WON, LOST, LOST, LOST, WON, VOID, RETURNED]) == Streaks(
        current=1, best=2, worst=3
    )


def test_the_best_bets_won_most_and_the_worst_lost_most() -> None:
    more = replace(WON, id=UUID(int=9), payout=300)

    assert best_of([WON, LOST, more]) == [more, WON]
    assert worst_of([WON, LOST, more]) == [LOST]
