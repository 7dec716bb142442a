"""What may move, one test a rule."""

from dataclasses import replace

import pytest

from app.ledger.rules.transfers import (
    OF_A_BANK,
    Account,
    AccountKind,
    AmountTooLarge,
    KeyReused,
    NotPositive,
    SameAccount,
    TwoKeptAccounts,
    check_transfer,
    not_yet_posted,
)
from app.plumbing.points import POINTS_MAX, Points
from tests.unit.ledger.books import BALANCE, BANK, DEBT, GRANT, KOFI, STAKE, of

KEYED = replace(GRANT, key="start")


@pytest.mark.parametrize("points", [1, POINTS_MAX])
def test_any_amount_up_to_the_largest_may_move(points: int) -> None:
    check_transfer(replace(STAKE, points=Points(points)))


@pytest.mark.parametrize("points", [0, -1])
def test_a_transfer_moves_at_least_one_point(points: int) -> None:
    with pytest.raises(NotPositive):
        check_transfer(replace(STAKE, points=Points(points)))


def test_no_amount_is_larger_than_the_largest() -> None:
    with pytest.raises(AmountTooLarge) as refusal:
        check_transfer(replace(STAKE, points=Points(POINTS_MAX + 1)))

    assert refusal.value.facts == {"points": POINTS_MAX + 1, "largest": POINTS_MAX}


def test_points_do_not_move_from_an_account_to_itself() -> None:
    with pytest.raises(SameAccount):
        check_transfer(replace(STAKE, credit=BALANCE))


@pytest.mark.parametrize("credit", [DEBT, of(KOFI, AccountKind.BALANCE)])
def test_points_do_not_move_between_two_kept_accounts(credit: Account) -> None:
    with pytest.raises(TwoKeptAccounts):
        check_transfer(replace(STAKE, credit=credit))


def test_the_kept_side_is_the_player_s() -> None:
    between_sums = replace(STAKE, debit=of(BANK, AccountKind.ISSUE))

    assert GRANT.kept == STAKE.kept == BALANCE
    assert between_sums.kept is None
    assert AccountKind.ESCROW in OF_A_BANK


def test_a_transfer_takes_from_its_debit_and_adds_to_its_credit() -> None:
    assert (STAKE.change_of(STAKE.debit), STAKE.change_of(STAKE.credit)) == (-40, 40)


def test_a_posted_key_is_not_posted_again() -> None:
    assert not_yet_posted([KEYED, STAKE], [KEYED]) == [STAKE]


def test_a_key_repeated_in_a_batch_is_posted_once() -> None:
    assert not_yet_posted([KEYED, STAKE, KEYED], []) == [KEYED, STAKE]


def test_transfers_without_a_key_are_never_repeats() -> None:
    assert not_yet_posted([STAKE, STAKE], [STAKE]) == [STAKE, STAKE]


def test_a_key_names_one_transfer_only() -> None:
    with pytest.raises(KeyReused) as refusal:
        not_yet_posted([replace(KEYED, points=Points(51))], [KEYED])

    assert refusal.value.facts == {"key": "start"}
