"""The sitting under way, and how often its player wants to hear of it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.limits.rules.sittings import RealityCheck, Sitting, check_interval, goes_on
from app.limits.store import play as store


async def reality_check(tx: AsyncConnection, player_id: UUID, *, now: datetime) -> RealityCheck:
    check = await store.find_check(tx, player_id)
    return replace(check, sitting=await _find_sitting(tx, player_id, now))


async def find_due_check(
    tx: AsyncConnection, player_id: UUID, *, now: datetime
) -> RealityCheck | None:
    """What to tell the player now.  Most have asked for nothing, so that comes first."""
    check = await store.find_check(tx, player_id)
    if check.every_minutes is None:
        return None
    check = replace(check, sitting=await _find_sitting(tx, player_id, now))
    return check if check.due_at(now) else None


async def see_check(tx: AsyncConnection, player_id: UUID, *, now: datetime) -> None:
    """The player was told, and goes on until the next one."""
    await store.save_seen(tx, player_id, now=now)


async def change_interval(tx: AsyncConnection, player_id: UUID, every_minutes: int | None) -> None:
    check_interval(every_minutes)
    await store.save_interval(tx, player_id, every_minutes)


async def _find_sitting(tx: AsyncConnection, player_id: UUID, now: datetime) -> Sitting | None:
    sitting = await store.find_sitting(tx, player_id)
    if sitting is None or not goes_on(sitting.last_minute_at, now):
        return None
    staked, returned = await store.find_moved(tx, player_id, since=sitting.began_at)
    return replace(sitting, staked=staked, returned=returned)
