"""How players bet, and how two of them compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.leaderboards.rules.duels import Duel, Meeting, NoSuchPlayer, duel_of
from app.leaderboards.rules.statistics import (
    Calibration,
    Expectation,
    Record,
    SettledBet,
    Streaks,
    band_of,
    best_of,
    calibration_of,
    expectation_of,
    record_of,
    records_by,
    streaks_of,
    worst_of,
)
from app.leaderboards.store import statistics as store
from app.plumbing.access import Actor, Role

# Of whoever bet more, the newest so many are looked at.
BETS_MAX = 10_000
MEETINGS_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """What single bets and forecasts say: for the player, and for admins."""

    best: Sequence[SettledBet]
    worst: Sequence[SettledBet]
    calibration: Calibration


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    player_id: UUID
    player: str
    record: Record
    expectation: Expectation
    streaks: Streaks
    by_sport: Mapping[str, Record]
    by_market_kind: Mapping[str, Record]
    by_odds: Mapping[int, Record]
    private: Private | None


async def show(tx: AsyncConnection, player_id: UUID, *, by: Actor) -> Statistics:
    """What a player's counted bets come to; single bets are shown to nobody else."""
    name = await _name(tx, player_id)
    bets = await store.list_bets(tx, player_id, limit=BETS_MAX)
    return Statistics(
        player_id=player_id,
        player=name,
        record=record_of(bets),
        expectation=expectation_of(bets),
        streaks=streaks_of(bets),
        by_sport=records_by(bets, lambda bet: bet.sport),
        by_market_kind=records_by(bets, lambda bet: bet.market_kind),
        by_odds=records_by(bets, band_of),
        private=_private(bets) if _sees_all(player_id, by) else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadToHead:
    player: str
    other: str
    duel: Duel
    meetings: Sequence[Meeting]


async def compare(tx: AsyncConnection, player_id: UUID, other_id: UUID) -> HeadToHead:
    player, other = await _name(tx, player_id), await _name(tx, other_id)
    meetings = await store.list_meetings(tx, player_id, other_id, limit=MEETINGS_MAX)
    return HeadToHead(player=player, other=other, duel=duel_of(meetings), meetings=meetings)


async def _name(tx: AsyncConnection, player_id: UUID) -> str:
    name = await store.find_name(tx, player_id)
    if name is None:
        raise NoSuchPlayer(id=player_id)
    return name


def _private(bets: Sequence[SettledBet]) -> Private:
    return Private(best=best_of(bets), worst=worst_of(bets), calibration=calibration_of(bets))


def _sees_all(player_id: UUID, by: Actor) -> bool:
    return by.player_id == player_id or by.may(Role.ADMIN, Role.SUPERADMIN)
