"""Limits and breaks within a pipeline of somebody else's: its locks, and what it looks at.

The order is the caller's promise: after the locks of markets, before those of accounts; then look.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from app.limits.rules.checking import Limit, LimitKind, Play, PlayDay, limits_of
from app.limits.rules.periods import Period
from app.limits.store import batches as store
from app.limits.store import locks
from app.plumbing.pipelines import Row, Statement, Step, array
from app.tenants.rules import CommunitySettings, StakeCaps

SHARE = Statement(locks.SHARE)
LOCK_PLAYERS = Statement(store.LOCK_PLAYERS)
FIND_LIMITS = Statement(store.FIND_LIMITS)
FIND_BREAKS = Statement(store.FIND_BREAKS)
FIND_DAYS = Statement(store.FIND_DAYS)

# How many steps `look` has.
LOOKS = 3


def lock(entries: Iterable[UUID], settings: CommunitySettings) -> list[Step]:
    """Nobody's limits change until the batch ends; players with limits bet one after the other."""
    everybody = _everybody(settings)
    return [
        SHARE.with_values(),
        LOCK_PLAYERS.with_values(entries=array(entries), everybody=everybody),
    ]


def look(entries: Iterable[UUID], settings: CommunitySettings) -> list[Step]:
    wanted, zone = array(entries), settings.time_zone.encode()
    return [
        FIND_LIMITS.with_values(entries=wanted),
        FIND_BREAKS.with_values(entries=wanted),
        FIND_DAYS.with_values(entries=wanted, zone=zone, everybody=_everybody(settings)),
    ]


def read(
    rows: Sequence[Sequence[Row]], players: Iterable[UUID], settings: CommunitySettings
) -> Mapping[UUID, Play]:
    """What stands between each player and a stake, for those whom anything does."""
    limits, breaks, days = rows
    limits_by, days_by = defaultdict(list), defaultdict(list)
    for player, kind, period, amount in limits:
        limit = Limit(kind=LimitKind(kind), period=Period(period), amount=amount)
        limits_by[player].append(limit)
    for player, day, staked, returned, minutes in days:
        played = PlayDay(day=day, staked=staked, returned=returned, minutes=minutes)
        days_by[player].append(played)
    until: dict[UUID, datetime] = dict(breaks)
    caps = list(limits_of(settings.caps))
    return {
        player: Play(
            limits=[*limits_by[player], *caps],
            break_until=until.get(player),
            days=days_by[player],
            time_zone=settings.time_zone,
        )
        for player in (players if caps else limits_by.keys() | until.keys())
    }


def _everybody(settings: CommunitySettings) -> bytes:
    """Whether everybody has a limit: the community's caps are everybody's."""
    return b"t" if settings.caps != StakeCaps() else b"f"
