"""The rules of pari-mutuel pools: whoever is right shares what everybody staked.

Pure: no clock, no database, no web.  S is whatever names a selection.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Generic, TypeVar

from app.plumbing.points import POINTS_MAX, Points
from app.plumbing.refusals import Invalid

S = TypeVar("S")


class NoSuchTakeout(Invalid):
    """A takeout is 0 or more, and less than all."""


class StakeOutOfRange(Invalid):
    """A stake in a pool is a whole number of points, at least 1 and at most 1,000,000,000,000."""


class NoWinner(StrEnum):
    """What becomes of a pool when nobody was right."""

    REFUND = "refund"
    CARRY_OVER = "carry_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolTerms:
    """`carried_in` came over from a pool that nobody won."""

    takeout: Fraction
    minimum_dividend: bool = False
    no_winner: NoWinner = NoWinner.REFUND
    carried_in: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.takeout < 1:
            raise NoSuchTakeout(takeout=str(self.takeout))


@dataclass(frozen=True, slots=True)
class PoolStake(Generic[S]):
    selection: S
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Division(Generic[S]):
    """Who gets what.  `payouts` are in the order of the stakes; `house` is what it had to add.

    payouts + takeout + breakage + carried_out = stakes + carried_in + house, to the point.
    """

    dividends: Mapping[S, Fraction]
    payouts: Sequence[Points]
    takeout: int = 0
    breakage: int = 0
    house: int = 0
    carried_out: int = 0


def dividends(
    totals: Mapping[S, int], winners: Collection[S], terms: PoolTerms
) -> dict[S, Fraction]:
    """What a point on each winning selection pays.  Empty when nobody was right.

    Winners that tie share the net pool evenly; one that nobody backed leaves its share to the
    others.
    """
    backed = [selection for selection in winners if totals.get(selection)]
    net = _net(sum(totals.values()) + terms.carried_in, terms)
    least = Fraction(1 if terms.minimum_dividend else 0)
    return {each: max(least, Fraction(net, len(backed) * totals[each])) for each in backed}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What the payouts leave of a pool, and what the house had to add to them."""

    takeout: int
    breakage: int
    house: int


def rest_of(pool: int, paid: int, terms: PoolTerms) -> Rest:
    """To pay the minimum, the takeout shrinks first; then the house pays."""
    left = pool - paid
    takeout = max(0, min(pool - _net(pool, terms), left))
    return Rest(takeout=takeout, breakage=max(0, left - takeout), house=max(0, -left))


def divide(stakes: Sequence[PoolStake[S]], winners: Collection[S], terms: PoolTerms) -> Division[S]:
    """Divide the pool among the right stakes, each rounded down."""
    totals = _totals(stakes)
    pool = sum(totals.values()) + terms.carried_in
    paying = dividends(totals, winners, terms)
    if not paying:
        return _nobody_was_right(stakes, terms)
    payouts = [Points(floor(s.points * paying.get(s.selection, Fraction(0)))) for s in stakes]
    rest = rest_of(pool, sum(payouts), terms)
    return Division(
        dividends=paying,
        payouts=payouts,
        takeout=rest.takeout,
        breakage=rest.breakage,
        house=rest.house,
    )


def _nobody_was_right(stakes: Sequence[PoolStake[S]], terms: PoolTerms) -> Division[S]:
    """The takeout waits for a pool that pays, so a pool that is carried over pays it once."""
    if terms.no_winner is NoWinner.CARRY_OVER:
        carried = sum(stake.points for stake in stakes) + terms.carried_in
        return Division(dividends={}, payouts=[Points(0)] * len(stakes), carried_out=carried)
    refunds = [Points(stake.points) for stake in stakes]
    return Division(dividends={}, payouts=refunds, carried_out=terms.carried_in)


def _totals(stakes: Sequence[PoolStake[S]]) -> dict[S, int]:
    totals: dict[S, int] = {}
    for stake in stakes:
        if not 1 <= stake.points <= POINTS_MAX:
            raise StakeOutOfRange(stake=stake.points)
        totals[stake.selection] = totals.get(stake.selection, 0) + stake.points
    return totals


def _net(pool: int, terms: PoolTerms) -> int:
    return floor(pool * (1 - terms.takeout))
