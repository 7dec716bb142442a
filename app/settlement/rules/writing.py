"""Exact numbers and scores, as people write them."""

from collections.abc import Mapping
from fractions import Fraction

from app.catalogue.rules.results import Scores


def written(number: Fraction | int) -> str:
    """A decimal where that is exact, a fraction otherwise: 2.5, 1/3."""
    exact = Fraction(number)
    rest = exact.denominator
    digits = 0
    while rest % 10 == 0:
        rest, digits = rest // 10, digits + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, digits = rest // prime, digits + 1
    if rest != 1:
        return f"{exact.numerator}/{exact.denominator}"
    shifted = exact.numerator * 10**digits // exact.denominator
    sign, told = ("-" if shifted < 0 else ""), f"{abs(shifted):0{digits + 1}d}"
    if not digits:
        return sign + told
    return f"{sign}{told[:-digits]}.{told[-digits:]}".rstrip("0").rstrip(".")


def points(number: Fraction | int) -> str:
    return f"{written(number)} {'point' if number == 1 else 'points'}"


def scores_written(scores: Mapping[str, Scores]) -> str | None:
    """All periods with their scores, in the order of the seats: `half time 1-0, full time 2-1`."""
    told = [
        f"{period.replace('_', ' ')} {'-'.join(str(by[seat]) for seat in sorted(by))}"
        for period, by in scores.items()
    ]
    return ", ".join(told) or None
