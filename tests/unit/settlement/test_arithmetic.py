"""The arithmetic of tickets, as it is written out for players."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.betting.rules.tickets import BetKind, Leg, Side, Ticket
from app.markets.rules.outcomes import HALF_LOST, HALF_WON, LOST, VOID, WON, Outcome, dead_heat
from app.settlement.rules.arithmetic import (
    arithmetic_of,
    dividend_arithmetic,
    multiplied_out,
)
from app.settlement.rules.writing import points, scores_written, written

GHANA, TOGO, CHAD = "Ghana", "Togo", "Chad"


def leg(odds: str, outcome: Outcome | None) -> Leg:
    return Leg(win=Side(odds=Fraction(odds), outcome=outcome))


def ticket(kind: BetKind, unit: int, *legs: Leg, fold: int | None = None) -> Ticket:
    return Ticket(kind=kind, unit_stake=Fraction(unit), legs=legs, fold=fold)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 3), "1/3"),
        (Fraction(7), "7"),
        (Fraction(1, 80), "0.0125"),
        (Fraction(100), "100"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(21, 20), "1.05"),
        (0, "0"),
    ],
)
def test_numbers_are_exact(number: Fraction, text: str) -> None:
    assert written(number) == text


@given(st.fractions())
def test_what_is_written_is_the_number(number: Fraction) -> None:
    assert Fraction(written(number)) == number


def test_one_point_is_one() -> None:
    assert (points(1), points(2), points(0)) == ("1 point", "2 points", "0 points")


def test_scores_are_told_by_period_and_seat() -> None:
    scores = {"half_time": {2: 0, 1: 1}, "full_time": {1: 2, 2: 1}}

    assert scores_written(scores) == "half time 1-0, full time 2-1"
    assert scores_written({}) is None


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (WON, "3"),
        (LOST, "0"),
        (VOID, "1"),
        (HALF_WON, "1/2 x 3 + 1/2 = 2"),
        (HALF_LOST, "1/2 = 0.5"),
        (dead_heat(places=1, tied=3), "1/3 x 3 = 1"),
    ],
)
def test_parts_of_a_stake_are_multiplied_out(outcome: Outcome, told: str) -> None:
    assert multiplied_out(Fraction(3), outcome) == told


def test_a_single_is_one_product_that_is_rounded_once() -> None:
    told = arithmetic_of(ticket(BetKind.SINGLE, 41, leg("2.25", WON)), [GHANA])

    assert told.steps == (
        "Ghana: won, counts 2.25.",
        "41 x 2.25 = 92.25.",
        "Rounded down once: 92 points.",
    )
    assert (told.exact, told.payout) == ("92.25", 92)


def test_a_combo_multiplies_its_legs() -> None:
    combo = ticket(BetKind.COMBO, 10, leg("2.5", WON), leg("3", HALF_WON), leg("4", VOID))

    assert arithmetic_of(combo, [GHANA, TOGO, CHAD]).steps == (
        "Ghana: won, counts 2.5.",
        "Togo: half won, counts 1/2 x 3 + 1/2 = 2.",
        "Chad: void, counts 1.",
        "10 x 2.5 x 2 x 1 = 50.",
    )


def test_a_system_adds_up_its_lines_by_their_length() -> None:
    trixie = ticket(BetKind.TRIXIE, 10, leg("2", WON), leg("3", WON), leg("4", LOST))

    told = arithmetic_of(trixie, [GHANA, TOGO, CHAD])

    assert told.steps[3:] == (
        "3 lines of 2 legs count 6 together: 10 x 6 = 60.",
        "1 line of 3 legs count 0 together: 10 x 0 = 0.",
    )
    assert told.payout == 60


def test_each_way_has_two_parts() -> None:
    played = Leg(
        win=Side(odds=Fraction(9), outcome=LOST), place=Side(odds=Fraction(3), outcome=WON)
    )
    bet = Ticket(kind=BetKind.SINGLE, unit_stake=Fraction(10), legs=[played], each_way=True)

    assert arithmetic_of(bet, [GHANA]).steps == (
        "Ghana to win: lost, counts 0.",
        "10 x 0 = 0.",
        "Ghana to place: won, counts 3.",
        "10 x 3 = 30.",
        "Together 30.",
    )


def test_an_open_bet_has_no_result_yet() -> None:
    told = arithmetic_of(ticket(BetKind.COMBO, 10, leg("2", WON), leg("3", None)), [GHANA, TOGO])

    assert told.steps == ("Ghana: won, counts 2.", "Togo is open, at 3.")
    assert (told.exact, told.payout) == (None, None)


def test_a_pool_pays_by_its_dividend() -> None:
    told = dividend_arithmetic(7, Fraction(10, 3), GHANA)

    assert told.steps == (
        "A point on Ghana pays 10/3.",
        "7 x 10/3 = 70/3.",
        "Rounded down: 23 points.",
    )
