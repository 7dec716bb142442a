"""What became of a selection, in parts of the stake."""

from fractions import Fraction

import pytest

from app.markets.rules.outcomes import (
    HALF_LOST,
    HALF_WON,
    LOST,
    VOID,
    WON,
    NoSuchOutcome,
    OtherSumOfWins,
    Outcome,
    check_sum_of_wins,
    dead_heat,
)

ODDS = Fraction(5, 2)


@pytest.mark.parametrize(
    ("outcome", "name", "multiplier"),
    [
        (WON, "won", ODDS),
        (LOST, "lost", 0),
        (VOID, "void", 1),
        (HALF_WON, "half_won", (ODDS + 1) / 2),
        (HALF_LOST, "half_lost", Fraction(1, 2)),
        (dead_heat(places=2, tied=3), "dead_heat", ODDS * Fraction(2, 3)),
    ],
)
def test_an_outcome_multiplies_the_stake(outcome: Outcome, name: str, multiplier: Fraction) -> None:
    assert outcome.multiplier(ODDS) == multiplier
    assert outcome.name == name


@pytest.mark.parametrize(("win", "push"), [("-1/2", "1"), ("1", "-1/2"), ("2/3", "1/2")])
def test_no_more_than_the_stake_can_win_or_return(win: str, push: str) -> None:
    with pytest.raises(NoSuchOutcome):
        Outcome(Fraction(win), Fraction(push))


def test_a_shared_win_returns_what_it_returned() -> None:
    assert HALF_WON.shared(Fraction(1, 2)) == Outcome(Fraction(1, 4), Fraction(1, 2))


def test_an_admin_states_what_the_wins_add_up_to() -> None:
    check_sum_of_wins([WON, dead_heat(places=1, tied=3), VOID], stated=Fraction(4, 3))

    with pytest.raises(OtherSumOfWins) as refusal:
        check_sum_of_wins([WON, WON], stated=Fraction(1))

    assert refusal.value.facts == {"wins": "2", "stated": "1"}
