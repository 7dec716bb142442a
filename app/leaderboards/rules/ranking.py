"""The rules of leaderboards: who stands where.  Pure: no clock, no database, no web."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.plumbing.refusals import Invalid

P = TypeVar("P")


class TieBreakerMissing(Invalid):
    """Every row needs a number for each tie-breaker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[P]):
    """`unranked` rows, excluded players and bots, are shown without taking a place."""

    player: P
    values: Mapping[str, float]
    unranked: bool = False


@dataclass(frozen=True, slots=True)
class Place(Generic[P]):
    player: P
    rank: int | None


def rank(rows: Sequence[Row[P]], tie_breakers: Sequence[str]) -> list[Place[P]]:
    """Best first, by the first tie-breaker that tells them apart; more is better.

    Those whom none tells apart share a rank and keep their order, and the next ranks are skipped:
    1, 1, 3.
    """
    keyed = sorted(
        ((_standing(row, tie_breakers), row) for row in rows),
        key=lambda each: each[0],
        reverse=True,
    )
    places: list[Place[P]] = []
    ranked = 0
    shared: tuple[tuple[float, ...], int] | None = None
    for standing, row in keyed:
        if row.unranked:
            places.append(Place(row.player, None))
            continue
        ranked += 1
        if shared is None or shared[0] != standing:
            shared = (standing, ranked)
        places.append(Place(row.player, shared[1]))
    return places


def _standing(row: Row[P], tie_breakers: Sequence[str]) -> tuple[float, ...]:
    missing = [each for each in tie_breakers if each not in row.values]
    if missing:
        raise TieBreakerMissing(player=str(row.player), missing=missing)
    return tuple(row.values[each] for each in tie_breakers)
