"""What bets pay, worked out anew in a few lines: the rules as players read them.

Nothing of the application is used here, so that it can be held against this.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import floor, prod

# The parts of a stake that win and that are returned.
Parts = tuple[Fraction, Fraction]

ONE, NOTHING, HALF = Fraction(1), Fraction(0), Fraction(1, 2)
WON, LOST, VOID = (ONE, NOTHING), (NOTHING, NOTHING), (NOTHING, ONE)

# By the odds of whoever withdrew: the top of each band, and the percent of the winnings it takes.
RULE_4 = (
    *((1_110, 90), (1_180, 85), (1_250, 80), (1_300, 75), (1_400, 70), (1_530, 65), (1_620, 60)),
    *((1_800, 55), (1_950, 50), (2_200, 45), (2_500, 40), (2_750, 35), (3_250, 30), (4_000, 25)),
    *((5_000, 20), (6_500, 15), (10_000, 10), (15_000, 5), (1_000_000, 0)),
)

# How many legs a line of each kind holds, given how many there are.
FOLDS = {"single": (1,), "trixie": (2, 3), "patent": (1, 2, 3)}


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How an event ended: goals that count, unless it was abandoned at them; or places of a race.

    Without either, it was never played.
    """

    goals: tuple[int, int] | None = None
    abandoned: bool = False
    places: Mapping[str, int] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()

    @property
    def played(self) -> bool:
        return self.goals is not None or bool(self.places)


def winner(key: str, goals: tuple[int, int]) -> Parts:
    home, away = goals
    leads = "draw" if home == away else "1" if home > away else "2"
    return WON if key == leads else LOST


def against_the_line(margin: int) -> Parts:
    """`margin` in quarters: half of the stake on either side where there is no such line."""
    lines = [margin] if margin % 2 == 0 else [margin - 1, margin + 1]
    share = Fraction(1, len(lines))
    won, returned = sum(each > 0 for each in lines), sum(each == 0 for each in lines)
    return share * won, share * returned


def total(key: str, goals: tuple[int, int], line: int) -> Parts:
    over = 4 * sum(goals) - line
    return against_the_line(over if key == "over" else -over)


def handicap(key: str, goals: tuple[int, int], line: int) -> Parts:
    ahead = 4 * (goals[0] - goals[1]) + line
    return against_the_line(ahead if key == "1" else -ahead)


def placed(key: str, places: Mapping[str, int], *, among: int) -> Parts:
    """Those who tie share what is left of the places that are paid."""
    place = places.get(key)
    if place is None or place > among:
        return LOST
    tied = [*places.values()].count(place)
    return min(ONE, Fraction(among - place + 1, tied)), NOTHING


def rule_4(withdrawn_at: Iterable[int]) -> int:
    taken = sum(next(percent for top, percent in RULE_4 if odds <= top) for odds in withdrawn_at)
    return min(90, taken)


def reduced(odds: int, thousandths: int) -> int:
    """What is above the stake, multiplied; an offer stays above 1."""
    return max(1_001, 1_000 + (odds - 1_000) * thousandths // 1_000)


def paid_odds(odds: int, percent: int) -> Fraction:
    return 1 + Fraction(odds - 1_000, 1_000) * Fraction(100 - percent, 100)


def multiplier(parts: Parts | None, odds: Fraction) -> Fraction:
    """A leg that is still open may win."""
    win, push = parts or WON
    return win * odds + push


def folds_of(kind: str, legs: int, fold: int | None) -> tuple[int, ...]:
    return FOLDS.get(kind) or (fold or legs,)


def lines_of(kind: str, legs: int, fold: int | None, *, each_way: bool) -> int:
    lines = sum(len([*combinations(range(legs), each)]) for each in folds_of(kind, legs, fold))
    return 2 * lines if each_way else lines


def returns(kind: str, fold: int | None, sides: Sequence[Sequence[Fraction]]) -> Fraction:
    """Of a point on each line; the sides are the win bet, and the place bet if there is one."""
    lines = [
        prod(line, start=ONE)
        for side in sides
        for each in folds_of(kind, len(side), fold)
        for line in combinations(side, each)
    ]
    return sum(lines, NOTHING)


def result_of(stake: int, paid: int, *, void: bool) -> str:
    if void:
        return "void"
    if paid > stake:
        return "won"
    if paid == stake:
        return "returned"
    return "part_lost" if paid else "lost"


def cash_out(stake: int, factors: Iterable[Fraction], *, margin: Fraction) -> int:
    return floor(stake * prod(factors, start=ONE) * (1 - margin))
