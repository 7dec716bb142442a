"""Erasing players, and who was erased."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.privacy.rules.leaving import Erasure

COUNT_OPEN_BETS = "select count(*) from bet where player_id = %(player)s and state = 'accepted'"

LIST_ENTRIES = """
    select e.id from entry e
    join competition c on (c.tenant_id, c.id) = (e.tenant_id, e.competition_id)
    where e.player_id = %(player)s and e.state in ('invited', 'requested', 'active')
    and c.state not in ('finished', 'archived')
    order by e.id
"""

ERASE = "select erase_player(%(player)s, %(at)s)"

LIST = """
    select tenant_id, player_id, subject, at from erasure
    where not %(waiting)s or removed_at is null
    order by at, player_id
"""

SAVE_REMOVED = """
    update erasure set removed_at = greatest(clock_timestamp(), at) where player_id = %(player)s
"""


async def count_open_bets(tx: AsyncConnection, player_id: UUID) -> int:
    found = await tx.exec_driver_sql(COUNT_OPEN_BETS, {"player": player_id})
    return int(found.scalar_one())


async def list_entries(tx: AsyncConnection, player_id: UUID) -> list[UUID]:
    """Those that still go on, in the order in which they are locked."""
    found = await tx.exec_driver_sql(LIST_ENTRIES, {"player": player_id})
    return [row.id for row in found]


async def erase(tx: AsyncConnection, player_id: UUID, *, at: datetime) -> None:
    await tx.exec_driver_sql(ERASE, {"player": player_id, "at": at})


async def list_erasures(platform_tx: AsyncConnection, *, waiting: bool) -> list[Erasure]:
    """Of all communities, oldest first: all, or those whom the sign-in service still knows."""
    found = await platform_tx.exec_driver_sql(LIST, {"waiting": waiting})
    return [Erasure(**row) for row in found.mappings()]


async def save_removed(tx: AsyncConnection, player_id: UUID) -> None:
    await tx.exec_driver_sql(SAVE_REMOVED, {"player": player_id})
