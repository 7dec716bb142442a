"""What the first places earn when a season ends: exact sums, whoever shares a place."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from app.competitions.rules.settings import THOUSAND, PrizeSettings

P = TypeVar("P", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Prize(Generic[P]):
    who: P
    rank: int
    points: int


def sums_of(settings: PrizeSettings | None) -> tuple[int, ...]:
    """Points for each place.  What dividing a pot leaves over goes to the first."""
    if settings is None:
        return ()
    if settings.points:
        return settings.points
    sums = [settings.pot * share // THOUSAND for share in settings.shares]
    rest = settings.pot * sum(settings.shares) // THOUSAND - sum(sums)
    return (sums[0] + rest, *sums[1:])


def share_out(ranked: Sequence[tuple[P, int]], sums: Sequence[int]) -> list[Prize[P]]:
    """Equals share the sums of the places that they take; the first of them gets what is left.

    `ranked` are the players with their ranks, in the order in which they are shown.
    """
    prizes: list[Prize[P]] = []
    taken = 0
    for rank, group in groupby(ranked, key=lambda each: each[1]):
        equals = [who for who, _ in group]
        together = sum(sums[taken : taken + len(equals)])
        taken += len(equals)
        each, rest = divmod(together, len(equals))
        points = [each + rest, *[each] * (len(equals) - 1)]
        prizes += [Prize(who, rank, sum_) for who, sum_ in zip(equals, points, strict=True) if sum_]
    return prizes
