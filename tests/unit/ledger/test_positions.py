"""What a player has and owes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.ledger.rules.books import BALANCE_MAX, NotEnoughPoints
from app.ledger.rules.positions import (
    LINES_MAX,
    DebtFirst,
    PageOutOfRange,
    Position,
    StatementLine,
    check_may_stake,
    check_page,
)
from app.ledger.rules.transfers import TransferKind
from app.plumbing.points import Points
from tests.unit.ledger.books import AMA, BANK

POSITION = Position(owner=AMA, bank=BANK, balance=Points(40), debt=Points(0))
LINE = StatementLine(
    sequence=3,
    at=datetime(2026, 6, 11, tzinfo=UTC),
    kind=TransferKind.STAKE,
    points=-40,
    balance_after=Points(10),
    reference=None,
    reason=None,
)


def test_a_player_may_stake_their_last_point() -> None:
    check_may_stake(POSITION, Points(40))


def test_a_player_may_not_stake_more_than_they_have() -> None:
    with pytest.raises(NotEnoughPoints):
        check_may_stake(POSITION, Points(41))


def test_nobody_stakes_while_in_debt() -> None:
    with pytest.raises(DebtFirst) as refusal:
        check_may_stake(replace(POSITION, debt=Points(-1)), Points(1))

    assert refusal.value.facts == {"debt": -1}


def test_net_worth_is_balance_and_debt_together() -> None:
    assert replace(POSITION, debt=Points(-15)).net_worth == 25


def test_a_line_shows_the_balance_before_it() -> None:
    assert LINE.balance_before == 50


@pytest.mark.parametrize(("before", "limit"), [(None, 1), (1, LINES_MAX), (BALANCE_MAX, 1)])
def test_a_page_may_begin_at_any_line(before: int | None, limit: int) -> None:
    check_page(before=before, limit=limit)


@pytest.mark.parametrize(
    ("before", "limit"), [(None, 0), (None, LINES_MAX + 1), (0, 1), (BALANCE_MAX + 1, 1)]
)
def test_a_page_is_neither_empty_nor_endless(before: int | None, limit: int) -> None:
    with pytest.raises(PageOutOfRange):
        check_page(before=before, limit=limit)
