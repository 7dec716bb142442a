"""What became of a selection, in exact fractions of the stake."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.plumbing.refusals import Invalid


class NoSuchOutcome(Invalid):
    """The parts of a stake that win and return are 0 or more, and together at most 1."""


class OtherSumOfWins(Invalid):
    """The winning parts of this market's selections do not add up to what was stated."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`win` of the stake is paid at the odds, `push` of it is returned, the rest is lost."""

    win: Fraction
    push: Fraction

    def __post_init__(self) -> None:
        if self.win < 0 or self.push < 0 or self.win + self.push > 1:
            raise NoSuchOutcome(win=str(self.win), push=str(self.push))

    @property
    def name(self) -> str:
        return NAMES.get(self, "dead_heat")

    def multiplier(self, odds: Fraction) -> Fraction:
        return self.win * odds + self.push

    def shared(self, share: Fraction) -> "Outcome":
        """Where several share a place, only `share` of the stake wins."""
        return Outcome(self.win * share, self.push)


WON = Outcome(Fraction(1), Fraction(0))
LOST = Outcome(Fraction(0), Fraction(0))
VOID = Outcome(Fraction(0), Fraction(1))
HALF_WON = Outcome(Fraction(1, 2), Fraction(1, 2))
HALF_LOST = Outcome(Fraction(0), Fraction(1, 2))
NAMES = {
    WON: "won",
    LOST: "lost",
    VOID: "void",
    HALF_WON: "half_won",
    HALF_LOST: "half_lost",
}


def dead_heat(*, places: int, tied: int) -> Outcome:
    """`tied` participants share `places` places."""
    return Outcome(Fraction(places, tied), Fraction(0))


def halves(one: Outcome, other: Outcome) -> Outcome:
    """Half of the stake goes one way, half of it the other."""
    return Outcome((one.win + other.win) / 2, (one.push + other.push) / 2)


def check_sum_of_wins(outcomes: Iterable[Outcome], *, stated: Fraction) -> None:
    """An admin who marks the selections of a custom market also says what the wins add up to."""
    wins = sum((outcome.win for outcome in outcomes), Fraction(0))
    if wins != stated:
        raise OtherSumOfWins(wins=str(wins), stated=str(stated))
