"""What an open ticket is worth now."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.betting.rules.cash_out import NoCashOut, cash_out_value, corrected_cash_out
from app.betting.rules.tickets import BetKind, Leg, Side, Ticket
from app.markets.rules.outcomes import HALF_WON, LOST, VOID, WON, Outcome

MARGIN = Fraction(1, 20)
PRICES = st.integers(1_001, 50_000).map(lambda odds: Fraction(odds, 1000))


def leg(odds: Fraction | int, outcome: Outcome | None = None) -> Leg:
    return Leg(win=Side(odds=Fraction(odds), outcome=outcome))


def combo(*legs: Leg, each_way: bool = False) -> Ticket:
    return Ticket(kind=BetKind.COMBO, unit_stake=Fraction(100), legs=legs, each_way=each_way)


def test_it_is_the_possible_return_over_the_live_price() -> None:
    half_way = combo(leg(3, WON), leg(4))

    # 100 x 3 x 4 / 2 = 600, less five percent.
    assert cash_out_value(half_way, [None, Fraction(2)], margin=MARGIN) == 570


def test_it_is_rounded_down() -> None:
    assert cash_out_value(combo(leg(2), leg(2)), [Fraction(3)] * 2, margin=Fraction(0)) == 44


@given(PRICES, PRICES)
def test_it_is_never_more_than_the_ticket_could_pay(taken: Fraction, now: Fraction) -> None:
    ticket = combo(leg(taken), leg(2, WON))

    assert 0 <= cash_out_value(ticket, [now, None], margin=Fraction(0)) <= ticket.payout


@pytest.mark.parametrize("legs", [[leg(2, WON), leg(2, WON)], [leg(2, LOST), leg(2)]])
def test_a_ticket_that_is_decided_has_no_cash_out(legs: list[Leg]) -> None:
    with pytest.raises(NoCashOut):
        cash_out_value(combo(*legs), [Fraction(2)] * 2, margin=MARGIN)


def test_an_each_way_bet_has_no_cash_out() -> None:
    both = Leg(win=Side(odds=Fraction(9)), place=Side(odds=Fraction(3)))

    with pytest.raises(NoCashOut):
        cash_out_value(combo(both, both, each_way=True), [Fraction(2)] * 2, margin=MARGIN)


def test_a_system_has_no_cash_out() -> None:
    trixie = Ticket(kind=BetKind.TRIXIE, unit_stake=Fraction(1), legs=[leg(2)] * 3)

    with pytest.raises(NoCashOut):
        cash_out_value(trixie, [Fraction(2)] * 3, margin=MARGIN)


THEN = combo(leg(3, WON), leg(4))
OFFERED = [None, Fraction(2)]


def corrected(*now: Leg) -> int:
    return corrected_cash_out(THEN, combo(*now), OFFERED, margin=MARGIN)


def test_a_cash_out_stays_whatever_the_open_legs_became() -> None:
    assert corrected(leg(3, WON), leg(4, LOST)) == 570
    assert corrected(leg(3, WON), leg(4, WON)) == 570
    # Even if their price was a palpable error: both sides agreed on what they saw.
    assert corrected(leg(3, WON), leg(2)) == 570


@pytest.mark.parametrize(
    ("now", "points"), [(leg(3, VOID), 190), (leg(3, HALF_WON), 380), (leg(2, WON), 380)]
)
def test_a_cash_out_follows_a_leg_that_was_graded_before_it(now: Leg, points: int) -> None:
    assert corrected(now, leg(4, LOST)) == points


def test_what_was_lost_before_it_was_cashed_out_is_worth_nothing() -> None:
    assert corrected(leg(3, LOST), leg(4)) == 0


def test_a_leg_that_is_open_again_changes_nothing_until_it_is_graded() -> None:
    assert corrected(leg(3), leg(4)) == 570


@given(PRICES, PRICES)
def test_an_uncorrected_cash_out_is_what_was_offered(taken: Fraction, now: Fraction) -> None:
    ticket = combo(leg(taken), leg(2, WON))

    offered = cash_out_value(ticket, [now, None], margin=MARGIN)

    assert corrected_cash_out(ticket, ticket, [now, None], margin=MARGIN) == offered
