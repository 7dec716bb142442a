"""The sitting under way, and how often its player wants to hear of it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.limits.rules.sittings import RealityCheck, Sitting, check_interval, goes_on
from app.limits.store import play as store


async def reality_check(tx: AsyncConnection, player_id: UUID, *, now: datetime) -> RealityCheck:
    return RealityCheck(
        every_minutes=await store.find_interval(tx, player_id),
        sitting=await _find_sitting(tx, player_id, now),
    )


async def change_interval(tx: AsyncConnection, player_id: UUID, every_minutes: int | None) -> None:
    check_interval(every_minutes)
    await store.save_interval(tx, player_id, every_minutes)


async def _find_sitting(tx: AsyncConnection, player_id: UUID, now: datetime) -> Sitting | None:
    sitting = await store.find_sitting(tx, player_id)
    if sitting is None or not goes_on(sitting.last_minute_at, now):
        return None
    staked, returned = await store.find_moved(tx, player_id, since=sitting.began_at)
    return replace(sitting, staked=staked, returned=returned)
