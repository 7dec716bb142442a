"""The books always balance, whatever is entered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger.rules.books import (
    BALANCE_MAX,
    BalanceTooLarge,
    Books,
    Entry,
    NoSuchAccount,
    NotEnoughPoints,
    OtherBank,
    post,
)
from app.ledger.rules.transfers import (
    KEPT,
    Account,
    AccountKind,
    AmountTooLarge,
    Transfer,
    TransferKind,
)
from app.plumbing.points import POINTS_MAX, Points
from tests.unit.ledger.books import (
    AMA,
    BALANCE,
    DEBT,
    ESCROW,
    GRANT,
    HOUSE,
    ISSUE,
    OTHER_BANK,
    STAKE,
    TAKE_BACK,
    books,
    of,
)


def steps(entries: Sequence[Entry]) -> list[tuple[str, AccountKind, AccountKind, int]]:
    """The entries in short: kind, from, to, points."""
    return [(t.kind, t.debit.kind, t.credit.kind, t.points) for t in (e.transfer for e in entries)]


def test_an_entry_records_what_it_made_of_the_balance() -> None:
    (granted,) = post([GRANT], books(balance=5))

    assert granted == Entry(transfer=GRANT, sequence=1, balance_after=Points(55))


def test_an_entry_between_sums_records_no_balance() -> None:
    lost = replace(STAKE, kind=TransferKind.PAYOUT, debit=ESCROW, credit=HOUSE)

    assert post([lost], books()) == [Entry(transfer=lost, sequence=None, balance_after=None)]


def test_a_player_may_stake_their_last_point() -> None:
    (staked,) = post([STAKE], books(balance=40))

    assert staked.balance_after == 0


def test_no_player_stakes_points_they_lack() -> None:
    with pytest.raises(NotEnoughPoints) as refusal:
        post([STAKE], books(balance=39))

    assert refusal.value.facts == {"owner_id": AMA, "points": 40, "balance": 39}


def test_a_batch_is_entered_in_its_order() -> None:
    assert [e.balance_after for e in post([GRANT, STAKE], books())] == [50, 10]
    with pytest.raises(NotEnoughPoints):
        post([STAKE, GRANT], books())


def test_a_grant_repays_the_debt_first() -> None:
    entries = post([GRANT], books(debt=-20))

    assert steps(entries) == [
        ("grant", "issue", "balance", 50),
        ("repayment", "balance", "house", 20),
        ("repayment", "house", "debt", 20),
    ]
    assert [e.balance_after for e in entries] == [50, 30, 0]


def test_a_grant_smaller_than_the_debt_goes_to_it_whole() -> None:
    entries = post([GRANT], books(debt=-80))

    assert [e.balance_after for e in entries] == [50, 0, -30]


def test_what_a_take_back_does_not_find_becomes_debt() -> None:
    entries = post([TAKE_BACK], books(balance=30))

    assert steps(entries) == [
        ("debt", "debt", "house", 40),
        ("debt", "house", "balance", 40),
        ("take_back", "balance", "house", 70),
    ]
    assert [e.balance_after for e in entries] == [-40, 70, 0]


def test_a_take_back_of_no_more_than_the_balance_makes_no_debt() -> None:
    (taken,) = post([TAKE_BACK], books(balance=70))

    assert taken.balance_after == 0


def test_a_debt_and_its_repayment_name_their_cause() -> None:
    cause = replace(TAKE_BACK, reference=AMA, key="correction 2")

    lent, *_ = post([cause], books())

    assert (lent.transfer.reference, lent.transfer.key) == (AMA, None)


def test_points_stay_with_their_bank() -> None:
    with pytest.raises(OtherBank):
        post([replace(STAKE, credit=of(OTHER_BANK, AccountKind.ESCROW))], books(balance=40))


def test_points_do_not_move_to_an_account_that_is_not_there() -> None:
    with pytest.raises(NoSuchAccount) as refusal:
        post([STAKE], {})

    assert refusal.value.facts == {"owner_id": AMA, "kind": AccountKind.BALANCE}


def test_a_balance_may_be_as_large_as_eight_bytes_hold() -> None:
    post([GRANT], books(balance=BALANCE_MAX - 50))
    with pytest.raises(BalanceTooLarge):
        post([GRANT], books(balance=BALANCE_MAX - 49))


def test_a_debt_is_not_repaid_beyond_nothing() -> None:
    repayment = replace(GRANT, kind=TransferKind.REPAYMENT, debit=HOUSE, credit=DEBT)

    post([repayment], books(debt=-50))
    with pytest.raises(BalanceTooLarge):
        post([repayment], books(debt=-49))


def test_a_debt_may_be_as_large_as_eight_bytes_hold() -> None:
    loan = replace(GRANT, kind=TransferKind.DEBT, debit=DEBT, credit=HOUSE)

    post([loan], books(debt=50 - BALANCE_MAX))
    with pytest.raises(BalanceTooLarge):
        post([loan], books(debt=49 - BALANCE_MAX))


def test_nonsense_is_refused_before_it_is_entered() -> None:
    with pytest.raises(AmountTooLarge):
        post([replace(TAKE_BACK, points=Points(POINTS_MAX + 1))], books())


moves = st.builds(
    lambda route, points: replace(route, points=Points(points)),
    st.sampled_from([
        GRANT,
        TAKE_BACK,
        replace(TAKE_BACK, kind=TransferKind.ADJUSTMENT, credit=ISSUE),
        replace(GRANT, kind=TransferKind.PAYOUT, debit=ESCROW),
        replace(STAKE, debit=HOUSE),
    ]),
    st.integers(1, 1_000),
)  # fmt: skip
histories = st.lists(moves, max_size=12)


def sums(entries: Sequence[Entry]) -> Counter[Account]:
    totals: Counter[Account] = Counter()
    for entry in entries:
        totals[entry.transfer.debit] -= entry.transfer.points
        totals[entry.transfer.credit] += entry.transfer.points
    return totals


@given(histories, st.integers(0, 500))
def test_the_books_always_balance(history: list[Transfer], balance: int) -> None:
    totals = sums(post(history, books(balance=balance)))

    assert sum(totals.values()) == 0


@given(histories, st.integers(0, 500), st.integers(0, 500))
def test_every_step_is_the_one_before_plus_its_change(
    history: list[Transfer], balance: int, owed: int
) -> None:
    running: Books = books(balance=balance, debt=-owed)
    now = {a: (s.balance, s.sequence) for a, s in running.items() if a.kind in KEPT}

    for entry in post(history, running):
        if kept := entry.transfer.kept:
            before, sequence = now[kept]
            assert entry.balance_after == before + entry.transfer.change_of(kept)
            assert entry.sequence == sequence + 1
            now[kept] = entry.balance_after, entry.sequence


@given(histories, st.integers(0, 500))
def test_no_step_of_any_history_is_on_the_wrong_side(history: list[Transfer], balance: int) -> None:
    for entry in post(history, books(balance=balance)):
        if entry.balance_after is not None:
            assert entry.balance_after >= 0 or entry.transfer.kept == DEBT
            assert entry.balance_after <= 0 or entry.transfer.kept == BALANCE


@given(histories)
def test_nobody_ends_with_points_and_a_debt(history: list[Transfer]) -> None:
    totals = sums(post(history, books()))

    assert totals[BALANCE] == 0 or totals[DEBT] == 0


@given(histories, st.integers(0, 500))
def test_net_worth_changes_by_what_was_asked_and_no_more(
    history: list[Transfer], balance: int
) -> None:
    totals = sums(post(history, books(balance=balance)))

    asked = sum(t.change_of(BALANCE) for t in history if BALANCE in {t.debit, t.credit})
    assert totals[BALANCE] + totals[DEBT] == asked


@given(histories, st.integers(0, 12))
def test_a_batch_cut_in_two_comes_to_the_same(history: list[Transfer], cut: int) -> None:
    start = books()
    first = post(history[:cut], start)
    between = dict(start)
    for entry in first:
        if (kept := entry.transfer.kept) and entry.balance_after is not None and entry.sequence:
            between[kept] = replace(
                between[kept], balance=entry.balance_after, sequence=entry.sequence
            )

    assert first + post(history[cut:], between) == post(history, start)
