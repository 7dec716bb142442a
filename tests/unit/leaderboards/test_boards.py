"""The rules of what a leaderboard is ranked by."""

from uuid import UUID

import pytest

from app.competitions.rules.settings import Standing
from app.leaderboards.rules.boards import NotRankedBy, Scope, order_by

WHOLE = Scope(board_id=UUID(int=1))
ROUND = Scope(board_id=UUID(int=1), round="Round 1")
USUAL = (Standing.NET_WORTH, Standing.WIN_RATE, Standing.EARLIEST_ENTRY)


def test_a_leaderboard_goes_by_the_settings() -> None:
    assert order_by(None, USUAL, WHOLE) == USUAL


def test_what_is_asked_for_comes_first_and_the_settings_tell_equals_apart() -> None:
    assert order_by(Standing.WIN_RATE, USUAL, WHOLE) == (
        Standing.WIN_RATE,
        Standing.NET_WORTH,
        Standing.EARLIEST_ENTRY,
    )


def test_a_round_goes_by_what_is_known_of_rounds() -> None:
    assert order_by(None, USUAL, ROUND) == (Standing.WIN_RATE, Standing.EARLIEST_ENTRY)


def test_a_round_goes_by_net_points_where_nothing_else_is_known() -> None:
    assert order_by(None, (Standing.NET_WORTH,), ROUND) == (
        Standing.NET_POINTS,
        Standing.EARLIEST_ENTRY,
    )


@pytest.mark.parametrize("by", [Standing.NET_WORTH, Standing.STREAK])
def test_a_round_has_no_net_worth_and_no_streak(by: Standing) -> None:
    with pytest.raises(NotRankedBy):
        order_by(by, USUAL, ROUND)


def test_the_earliest_entry_only_tells_equals_apart() -> None:
    with pytest.raises(NotRankedBy):
        order_by(Standing.EARLIEST_ENTRY, USUAL, WHOLE)
