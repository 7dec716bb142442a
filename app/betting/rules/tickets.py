"""Tickets: their lines, what they cost, and what they pay.

A ticket of a bet kind plays every fold of its legs that the kind names: a trixie of three legs
plays the three doubles and the treble.  What n legs pay over all their k-folds is the k-th
elementary symmetric polynomial of their multipliers, so 247 lines cost no more than 8 legs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import comb, floor, prod

from app.markets.rules.outcomes import VOID, WON, Outcome
from app.plumbing.points import POINTS_MAX, Points
from app.plumbing.refusals import Conflict, Invalid

LEGS_MAX = 20
ONE = Fraction(1)


class BetKind(StrEnum):
    SINGLE = "single"
    COMBO = "combo"
    SYSTEM = "system"
    TRIXIE = "trixie"
    PATENT = "patent"
    YANKEE = "yankee"
    LUCKY_15 = "lucky_15"
    CANADIAN = "canadian"
    LUCKY_31 = "lucky_31"
    HEINZ = "heinz"
    LUCKY_63 = "lucky_63"
    SUPER_HEINZ = "super_heinz"
    GOLIATH = "goliath"


# The legs of a named system and its smallest fold; it plays all from there up.
NAMED = {
    BetKind.TRIXIE: (3, 2),
    BetKind.PATENT: (3, 1),
    BetKind.YANKEE: (4, 2),
    BetKind.LUCKY_15: (4, 1),
    BetKind.CANADIAN: (5, 2),
    BetKind.LUCKY_31: (5, 1),
    BetKind.HEINZ: (6, 2),
    BetKind.LUCKY_63: (6, 1),
    BetKind.SUPER_HEINZ: (7, 2),
    BetKind.GOLIATH: (8, 2),
}


class WrongNumberOfLegs(Invalid):
    """This kind of bet takes another number of legs."""


class FoldMissing(Invalid):
    """A system needs a fold between 1 and the number of its legs, and no other bet has one."""


class StakeNotPositive(Invalid):
    """A stake is more than nothing."""


class PlaceTermsMissing(Invalid):
    """Each leg of an each-way bet needs place terms, and no other leg has them."""


class PayoutTooLarge(Conflict):
    """This ticket could pay more than any ticket may."""


class TicketState(StrEnum):
    OPEN = "open"
    WON = "won"
    RETURNED = "returned"
    PART_LOST = "part_lost"
    LOST = "lost"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One leg's win bet, or its place bet: the odds that were taken, and what became of it."""

    odds: Fraction
    outcome: Outcome | None = None

    @property
    def multiplier(self) -> Fraction:
        """An open leg counts as won: what the ticket pays then is its potential payout."""
        return (self.outcome or WON).multiplier(self.odds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """`place` is there on each-way bets only."""

    win: Side
    place: Side | None = None

    @property
    def open(self) -> bool:
        return any(side.outcome is None for side in self.sides)

    @property
    def void(self) -> bool:
        return all(side.outcome == VOID for side in self.sides)

    @property
    def sides(self) -> Iterable[Side]:
        return (self.win, self.place) if self.place else (self.win,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """`fold` is the k of a system k/n.  Placed bets have whole stakes; published tables may not."""

    kind: BetKind
    unit_stake: Fraction
    legs: Sequence[Leg]
    fold: int | None = None
    each_way: bool = False

    def __post_init__(self) -> None:
        check_shape(self.kind, len(self.legs), fold=self.fold)
        if self.unit_stake <= 0:
            raise StakeNotPositive(unit_stake=str(self.unit_stake))
        if any((leg.place is not None) != self.each_way for leg in self.legs):
            raise PlaceTermsMissing(each_way=self.each_way)

    @property
    def lines(self) -> int:
        return count_lines(self.kind, len(self.legs), fold=self.fold, each_way=self.each_way)

    @property
    def stake(self) -> Fraction:
        return self.unit_stake * self.lines

    @property
    def open(self) -> bool:
        """A ticket that can no longer pay anything is settled, whatever its open legs become."""
        return any(leg.open for leg in self.legs) and self.returns > 0

    @property
    def returns(self) -> Fraction:
        """What it pays, exactly; while legs are open, what it pays if they all win."""
        folds = folds_of(self.kind, len(self.legs), self.fold)
        wins = sum_of_folds([leg.win.multiplier for leg in self.legs], folds)
        places = sum_of_folds([leg.place.multiplier for leg in self.legs if leg.place], folds)
        return self.unit_stake * (wins + places)

    @property
    def payout(self) -> Points:
        """The one rounding of a ticket: down, to whole points."""
        return check_payout(floor(self.returns))

    @property
    def state(self) -> TicketState:
        if self.open:
            return TicketState.OPEN
        # A fraction of a point that was staked may come back as a fraction.
        whole = self.stake.denominator == 1
        return self._result(Fraction(floor(self.returns)) if whole else self.returns)

    def _result(self, paid: Fraction) -> TicketState:
        if all(leg.void for leg in self.legs):
            return TicketState.VOID
        if paid > self.stake:
            return TicketState.WON
        if paid == self.stake:
            return TicketState.RETURNED
        return TicketState.PART_LOST if paid > 0 else TicketState.LOST


def folds_of(kind: BetKind, legs: int, fold: int | None = None) -> range:
    """How many legs a line of this bet may hold."""
    if kind in NAMED:
        return range(NAMED[kind][1], legs + 1)
    each = legs if fold is None else fold
    return range(each, each + 1)


def count_lines(
    kind: BetKind, legs: int, *, fold: int | None = None, each_way: bool = False
) -> int:
    lines = sum(comb(legs, each) for each in folds_of(kind, legs, fold))
    return 2 * lines if each_way else lines


def check_payout(points: int) -> Points:
    if points > POINTS_MAX:
        raise PayoutTooLarge(largest=POINTS_MAX)
    return Points(points)


def check_shape(kind: BetKind, legs: int, *, fold: int | None) -> None:
    """Refuse a number of legs or a fold that this kind of bet does not have."""
    _check_number_of_legs(kind, legs)
    _check_fold(kind, fold, legs)


def _check_number_of_legs(kind: BetKind, legs: int) -> None:
    least, most = (2, LEGS_MAX)
    if kind is BetKind.SINGLE:
        least = most = 1
    elif kind in NAMED:
        least = most = NAMED[kind][0]
    if not least <= legs <= most:
        raise WrongNumberOfLegs(bet=kind, legs=legs, least=least, most=most)


def _check_fold(kind: BetKind, fold: int | None, legs: int) -> None:
    if (fold is not None) != (kind is BetKind.SYSTEM):
        raise FoldMissing(bet=kind, fold=fold, legs=legs)
    if fold is not None and not 1 <= fold <= legs:
        raise FoldMissing(bet=kind, fold=fold, legs=legs)


def sum_of_folds(multipliers: Sequence[Fraction], folds: range) -> Fraction:
    """The sum, over all lines of these folds, of the product of the line's multipliers.

    It is a coefficient of the product of all (denominator + numerator x), in whole numbers.
    """
    coefficients = [1]
    for each in multipliers:
        kept = [each.denominator * c for c in coefficients]
        taken = [each.numerator * c for c in coefficients]
        coefficients = [a + b for a, b in zip([*kept, 0], [0, *taken], strict=True)]
    total = sum(coefficients[fold] for fold in folds if fold < len(coefficients))
    return Fraction(total, prod(each.denominator for each in multipliers))
