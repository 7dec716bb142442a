"""What tickets consist of, cost and pay."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import comb, floor, prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.betting.rules.tickets import (
    NAMED,
    BetKind,
    FoldMissing,
    Leg,
    PayoutTooLarge,
    PlaceTermsMissing,
    Side,
    StakeNotPositive,
    Ticket,
    TicketState,
    WrongNumberOfLegs,
    count_lines,
    folds_of,
)
from app.markets.rules.outcomes import HALF_LOST, HALF_WON, LOST, VOID, WON, Outcome, dead_heat

LINES = {
    BetKind.TRIXIE: 4,
    BetKind.PATENT: 7,
    BetKind.YANKEE: 11,
    BetKind.LUCKY_15: 15,
    BetKind.CANADIAN: 26,
    BetKind.LUCKY_31: 31,
    BetKind.HEINZ: 57,
    BetKind.LUCKY_63: 63,
    BetKind.SUPER_HEINZ: 120,
    BetKind.GOLIATH: 247,
}
ODDS = st.integers(1_001, 20_000).map(lambda odds: Fraction(odds, 1000))
OUTCOMES = st.sampled_from([WON, LOST, VOID, HALF_WON, HALF_LOST, dead_heat(places=1, tied=3)])


def leg(odds: Fraction | str, outcome: Outcome | None = WON) -> Leg:
    return Leg(win=Side(odds=Fraction(odds), outcome=outcome))


LEGS = st.builds(leg, ODDS, OUTCOMES)


def ticket(kind: BetKind, legs: Sequence[Leg], stake: int = 10, fold: int | None = None) -> Ticket:
    return Ticket(kind=kind, unit_stake=Fraction(stake), legs=legs, fold=fold)


@pytest.mark.parametrize(("kind", "lines"), LINES.items())
def test_a_named_system_has_its_lines(kind: BetKind, lines: int) -> None:
    legs = NAMED[kind][0]

    assert count_lines(kind, legs) == lines
    assert count_lines(kind, legs, each_way=True) == 2 * lines


@given(st.integers(2, 20).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n))))
def test_a_system_has_a_line_for_each_choice_of_its_legs(shape: tuple[int, int]) -> None:
    legs, fold = shape

    assert count_lines(BetKind.SYSTEM, legs, fold=fold) == comb(legs, fold)


def enumerated(kind: BetKind, legs: Sequence[Leg], fold: int | None) -> Fraction:
    """The slow way: every line by itself."""
    return sum(
        (
            prod((each.win.multiplier for each in line), start=Fraction(1))
            for size in folds_of(kind, len(legs), fold)
            for line in combinations(legs, size)
        ),
        Fraction(0),
    )


@given(st.data())
def test_a_ticket_pays_what_its_lines_pay(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([BetKind.COMBO, BetKind.SYSTEM, *LINES]))
    number = NAMED[kind][0] if kind in NAMED else data.draw(st.integers(2, 6))
    fold = data.draw(st.integers(1, number)) if kind is BetKind.SYSTEM else None
    legs = data.draw(st.lists(LEGS, min_size=number, max_size=number))

    played = ticket(kind, legs, stake=7, fold=fold)

    assert played.returns == 7 * enumerated(kind, legs, fold)
    assert played.payout == floor(played.returns)


@st.composite
def tickets(draw: st.DrawFn) -> Ticket:
    """Of every kind, each-way among them."""
    kind = draw(st.sampled_from(BetKind))
    number = NAMED[kind][0] if kind in NAMED else draw(st.integers(2, 6))
    number = 1 if kind is BetKind.SINGLE else number
    each_way = draw(st.booleans())
    places = st.builds(Side, odds=ODDS, outcome=OUTCOMES) if each_way else st.none()
    legs = st.builds(Leg, win=st.builds(Side, odds=ODDS, outcome=OUTCOMES), place=places)
    return Ticket(
        kind=kind,
        unit_stake=Fraction(draw(st.integers(1, 1_000))),
        legs=draw(st.lists(legs, min_size=number, max_size=number)),
        fold=draw(st.integers(1, number)) if kind is BetKind.SYSTEM else None,
        each_way=each_way,
    )


@given(tickets(), st.randoms())
def test_the_order_of_the_legs_does_not_matter(played: Ticket, chance: Random) -> None:
    shuffled = chance.sample(played.legs, len(played.legs))

    assert replace(played, legs=shuffled).returns == played.returns


@given(tickets())
def test_a_payout_is_whole_and_never_above_the_exact_value(played: Ticket) -> None:
    assert played.payout <= played.returns < played.payout + 1


@given(tickets(), st.data())
def test_a_void_leg_counts_one_whatever_its_odds_were(played: Ticket, data: st.DataObject) -> None:
    first, *others = played.legs
    void, won = (
        Leg(win=Side(odds=odds, outcome=of), place=first.place and Side(odds=odds, outcome=of))
        for odds, of in ((data.draw(ODDS), VOID), (Fraction(1), WON))
    )

    with_void, with_one = (replace(played, legs=[leg_, *others]) for leg_ in (void, won))

    assert with_void.returns == with_one.returns


@given(st.lists(LEGS, min_size=2, max_size=8), ODDS)
def test_a_void_leg_is_as_if_it_had_not_been(legs: list[Leg], odds: Fraction) -> None:
    without = ticket(BetKind.COMBO, legs)

    assert ticket(BetKind.COMBO, [*legs, leg(odds, VOID)]).returns == without.returns


@given(tickets(), ODDS)
def test_better_odds_never_pay_less_on_any_ticket(played: Ticket, odds: Fraction) -> None:
    first, *others = played.legs
    better = replace(first, win=replace(first.win, odds=max(odds, first.win.odds)))

    assert replace(played, legs=[better, *others]).payout >= played.payout


def test_a_ticket_is_rounded_once() -> None:
    # Each of the three doubles pays 2.25 of a point: together 6.75.
    played = ticket(BetKind.SYSTEM, [leg("3/2")] * 3, stake=1, fold=2)

    assert played.returns == Fraction("6.75")
    assert played.payout == 6


@pytest.mark.parametrize(
    ("stake", "odds", "outcome", "state"),
    [
        (10, "2", WON, TicketState.WON),
        (10, "2", LOST, TicketState.LOST),
        (10, "2", VOID, TicketState.VOID),
        (10, "2", HALF_LOST, TicketState.PART_LOST),
        (10, "2", dead_heat(places=1, tied=2), TicketState.RETURNED),
        (10, "2", None, TicketState.OPEN),
        # Less than a point above the stake is not paid, so nothing was won.
        (1, "1.9", WON, TicketState.RETURNED),
        (1, "2", HALF_LOST, TicketState.LOST),
    ],
)
def test_a_ticket_s_result_is_what_it_paid(
    stake: int, odds: str, outcome: Outcome | None, state: TicketState
) -> None:
    assert ticket(BetKind.SINGLE, [leg(odds, outcome)], stake=stake).state == state


def test_a_part_of_a_point_counts_where_one_was_staked() -> None:
    played = Ticket(kind=BetKind.SINGLE, unit_stake=Fraction("0.3"), legs=[leg("2")])

    assert played.state == TicketState.WON
    assert played.payout == 0


def test_a_combo_of_void_legs_is_void_and_a_mixed_one_is_not() -> None:
    assert ticket(BetKind.COMBO, [leg("2", VOID)] * 2).state == TicketState.VOID
    assert ticket(BetKind.COMBO, [leg("2", VOID), leg("2")]).state == TicketState.WON


def test_a_combo_is_lost_at_its_first_lost_leg() -> None:
    open_leg, lost_leg = leg("2", None), leg("2", LOST)

    assert ticket(BetKind.COMBO, [open_leg, lost_leg]).state == TicketState.LOST
    assert ticket(BetKind.PATENT, [open_leg, lost_leg, lost_leg]).state == TicketState.OPEN


def test_an_open_ticket_shows_what_it_could_pay() -> None:
    assert ticket(BetKind.COMBO, [leg("2.5", None), leg("2")]).payout == 50


def test_each_way_is_a_win_bet_and_a_place_bet() -> None:
    placed = Leg(
        win=Side(odds=Fraction(9), outcome=LOST),
        place=Side(odds=Fraction(3), outcome=dead_heat(places=2, tied=3)),
    )
    played = Ticket(kind=BetKind.SINGLE, unit_stake=Fraction(10), legs=[placed], each_way=True)

    assert played.lines == 2
    assert played.stake == 20
    assert played.returns == 20
    assert played.state == TicketState.RETURNED


def test_an_each_way_void_needs_both_parts_void() -> None:
    half = Leg(win=Side(odds=Fraction(9), outcome=VOID), place=Side(odds=Fraction(3), outcome=WON))

    played = Ticket(kind=BetKind.SINGLE, unit_stake=Fraction(1), legs=[half], each_way=True)

    assert played.state == TicketState.WON


@pytest.mark.parametrize(
    ("kind", "legs"),
    [
        (BetKind.SINGLE, 2),
        (BetKind.SINGLE, 0),
        (BetKind.COMBO, 1),
        (BetKind.COMBO, 21),
        (BetKind.TRIXIE, 4),
        (BetKind.GOLIATH, 7),
    ],
)
def test_each_kind_takes_its_number_of_legs(kind: BetKind, legs: int) -> None:
    with pytest.raises(WrongNumberOfLegs):
        ticket(kind, [leg("2")] * legs)


@pytest.mark.parametrize(
    ("kind", "fold"),
    [(BetKind.SYSTEM, None), (BetKind.SYSTEM, 0), (BetKind.SYSTEM, 4), (BetKind.COMBO, 2)],
)
def test_only_a_system_has_a_fold(kind: BetKind, fold: int | None) -> None:
    with pytest.raises(FoldMissing):
        ticket(kind, [leg("2")] * 3, fold=fold)


@pytest.mark.parametrize("stake", [0, -1])
def test_a_stake_is_more_than_nothing(stake: int) -> None:
    with pytest.raises(StakeNotPositive):
        ticket(BetKind.SINGLE, [leg("2")], stake=stake)


def test_places_come_with_each_way_and_only_then() -> None:
    with pytest.raises(PlaceTermsMissing):
        Ticket(kind=BetKind.SINGLE, unit_stake=Fraction(1), legs=[leg("2")], each_way=True)
    with pytest.raises(PlaceTermsMissing):
        ticket(BetKind.SINGLE, [Leg(win=Side(odds=Fraction(9)), place=Side(odds=Fraction(3)))])


def test_no_ticket_pays_more_than_any_may() -> None:
    assert ticket(BetKind.COMBO, [leg("1000")] * 4, stake=1).payout == 10**12
    with pytest.raises(PayoutTooLarge):
        _ = ticket(BetKind.COMBO, [leg("1000")] * 4, stake=2).payout


def test_twenty_legs_cost_no_more_than_twenty_legs() -> None:
    legs = [leg(Fraction(1_500 + n, 1000)) for n in range(20)]

    assert ticket(BetKind.SYSTEM, legs, fold=10).lines == 184_756
    assert ticket(BetKind.SYSTEM, legs, fold=10).payout > 0
