"""The margin in prices: taking it out to see the probabilities, putting it in to make prices.

These are the only floats in the rules: what comes out is advice to an admin, or a price that is
rounded to whole thousandths before anybody stakes a point on it.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from math import floor, sqrt

from app.markets.rules.odds import ODDS_MAX, ODDS_MIN, THOUSANDTHS, Odds
from app.plumbing.refusals import Invalid

# Halving finds every digit of a float in fewer.
STEPS = 200
# No more precise than people type.
TOLERANCE = 1e-6
FAR = 1e6


class Method(StrEnum):
    """How the margin is thought to be spread over the selections."""

    MULTIPLICATIVE = "multiplicative"
    ADDITIVE = "additive"
    POWER = "power"
    SHIN = "shin"
    ODDS_RATIO = "odds_ratio"


class MarginNotRemovable(Invalid):
    """By this method, no probabilities lie behind these prices."""


class MarginNotAddable(Invalid):
    """By this method, this margin cannot be added to these probabilities."""


class NotProbabilities(Invalid):
    """Probabilities lie between 0 and 1, and together make as many as win: 1 in most markets."""


def booksum(odds: Sequence[float]) -> float:
    """What the prices' implied probabilities add up to: 1 and the margin for each that wins."""
    return sum(1 / each for each in odds)


def margin_in(odds: Sequence[float], *, winners: int = 1) -> float:
    return booksum(odds) / winners - 1


def remove_margin(odds: Sequence[float], method: Method, *, winners: int = 1) -> list[float]:
    """The probabilities behind decimal odds, where `winners` of the selections win."""
    implied = [1 / each for each in odds]
    if method is Method.SHIN:
        shares = [each / winners for each in implied]
        found = _solved(lambda insiders: _without_insiders(shares, insiders), 1.0, high=1 - 1e-9)
        probabilities = [share * winners for share in found]
    else:
        probabilities = _spread(implied, winners, method)
    if not _sound(probabilities, winners):
        raise MarginNotRemovable(method=method, booksum=round(sum(implied), 6), winners=winners)
    return probabilities


def add_margin(
    probabilities: Sequence[float], margin: float, method: Method, *, winners: int = 1
) -> list[Odds]:
    """Prices that hold the margin, rounded down; 0.05 makes a book of 105 percent a winner."""
    if not all(0 < p < 1 for p in probabilities) or abs(sum(probabilities) - winners) > TOLERANCE:
        raise NotProbabilities(total=round(sum(probabilities), 6), winners=winners)
    total = winners * (1 + margin)
    if method is Method.SHIN:
        shares = [p / winners for p in probabilities]
        found = _solved(lambda rest: _with_insiders(shares, 1 - rest), 1 + margin, high=1.0)
        implied = [share * winners for share in found]
    else:
        implied = _spread(probabilities, total, method)
    if not _sound(implied, total):
        raise MarginNotAddable(method=method, margin=margin)
    return [_price(each) for each in implied]


def _price(implied: float) -> Odds:
    # What comes out a hair below a whole thousandth was meant to be whole.
    return Odds(min(ODDS_MAX, max(ODDS_MIN, floor(THOUSANDTHS / implied + TOLERANCE))))


def _sound(parts: Sequence[float], total: float) -> bool:
    return all(0 < each < 1 for each in parts) and abs(sum(parts) - total) < TOLERANCE


def _spread(parts: Sequence[float], total: float, method: Method) -> list[float]:
    """Make the parts add up to `total`, either way."""
    match method:
        case Method.MULTIPLICATIVE:
            return [part * total / sum(parts) for part in parts]
        case Method.ADDITIVE:
            return [part + (total - sum(parts)) / len(parts) for part in parts]
        case Method.POWER:
            return _solved(lambda k: [part**k for part in parts], total, high=FAR)
        case _:
            return _solved(lambda c: [p / (p + c * (1 - p)) for p in parts], total, high=FAR)


def _solved(curve: Callable[[float], list[float]], total: float, *, high: float) -> list[float]:
    """Where on a falling curve the parts add up to `total`, halving what is left each time."""
    low = 0.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        if sum(curve(middle)) > total:
            low = middle
        else:
            high = middle
    return curve(high)


def _without_insiders(implied: Sequence[float], share: float) -> list[float]:
    """Shin's probabilities, if `share` of the stakes came from people who knew the result."""
    total = sum(implied)
    return [
        (sqrt(share**2 + 4 * (1 - share) * each**2 / total) - share) / (2 * (1 - share))
        for each in implied
    ]


def _with_insiders(probabilities: Sequence[float], share: float) -> list[float]:
    """Shin's prices: what a bookmaker asks who expects `share` of such stakes."""
    roots = [sqrt(share * p + (1 - share) * p * p) for p in probabilities]
    return [root * sum(roots) for root in roots]
