"""Prices of a replay."""

import pytest

from app.development.replay.bookmaker import chances, misjudge, moved, prices
from app.development.replay.dice import dice
from tests.unit.development.replay.table import fixture

OFFERS = fixture().offers


def test_the_stronger_team_is_likelier_to_win_and_cheaper() -> None:
    likely = chances(OFFERS, [1.5, 0.8], dice(1))
    first, _, second = (each.id for each in OFFERS[0].selections)

    assert likely[first] > likely[second]
    assert prices(likely)[first] < prices(likely)[second]


def test_chances_make_one_and_prices_more() -> None:
    likely = chances(OFFERS, [1.0, 1.0], dice(1))

    assert sum(likely.values()) == pytest.approx(1, abs=0.01)
    assert sum(1_000 / odds for odds in prices(likely).values()) > 1.03


def test_a_bookmaker_errs_a_little() -> None:
    guessed = misjudge([1.0, 1.0], dice(1))

    assert guessed[0] != guessed[1]
    assert all(0.85 < each < 1.15 for each in guessed)


def test_prices_move_a_little_and_stay_prices() -> None:
    found = {moved(2_000, dice(seed)) for seed in range(20)}

    assert len(found) > 10
    assert all(1_900 < each < 2_100 for each in found)
    assert moved(1_001, dice(1)) > 1_000
