"""Rule 4: what the others' winnings lose when a participant withdraws after prices were taken."""

from collections.abc import Iterable
from fractions import Fraction

from app.markets.rules.odds import ODDS_MAX, Odds
from app.plumbing.refusals import Invalid

# The top of each band of the withdrawn selection's odds, and the percent that it takes.
BANDS = (
    (1_110, 90),
    (1_180, 85),
    (1_250, 80),
    (1_300, 75),
    (1_400, 70),
    (1_530, 65),
    (1_620, 60),
    (1_800, 55),
    (1_950, 50),
    (2_200, 45),
    (2_500, 40),
    (2_750, 35),
    (3_250, 30),
    (4_000, 25),
    (5_000, 20),
    (6_500, 15),
    (10_000, 10),
    (15_000, 5),
    (ODDS_MAX, 0),
)
DEDUCTION_MAX = 90


class DeductionOutOfRange(Invalid):
    """A deduction is 0 to 90 percent of the winnings."""


def deduction(withdrawn: Odds) -> int:
    """Percent of the winnings, by the odds at which the selection was withdrawn."""
    return next(percent for top, percent in BANDS if withdrawn <= top)


def total_deduction(withdrawn: Iterable[Odds]) -> int:
    return min(DEDUCTION_MAX, sum(map(deduction, withdrawn)))


def reduced(odds: Fraction, percent: int) -> Fraction:
    """The price that is left; exact, for it is paid and never offered."""
    if not 0 <= percent <= DEDUCTION_MAX:
        raise DeductionOutOfRange(percent=percent)
    return 1 + (odds - 1) * Fraction(100 - percent, 100)
