"""What a player reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

# No more is told than this, so no more is counted.
COUNT = """
    select count(*) from (
        select from notification
        where player_id = %(player)s and listed and read_at is null
        limit %(most)s
    ) as unread
"""

LIST = """
    select id, topic, body, read_at, created_at as at from notification
    where player_id = %(player)s and listed
    and (%(after)s::uuid is null or id < %(after)s)
    order by id desc
    limit %(limit)s
"""

READ = """
    update notification set read_at = coalesce(read_at, clock_timestamp())
    where id = %(id)s and player_id = %(player)s
    returning topic, body
"""

READ_ALL = """
    update notification set read_at = clock_timestamp()
    where player_id = %(player)s and listed and read_at is null
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    id: UUID
    topic: str
    body: Mapping[str, Any]
    read_at: datetime | None
    at: datetime


async def count_unread(tx: AsyncConnection, player_id: UUID, *, most: int) -> int:
    found = await tx.exec_driver_sql(COUNT, {"player": player_id, "most": most})
    return int(found.scalar_one())


async def list_listed(
    tx: AsyncConnection, player_id: UUID, *, after: UUID | None, limit: int
) -> Sequence[Notification]:
    """The newest first."""
    rows = await tx.exec_driver_sql(LIST, {"player": player_id, "after": after, "limit": limit})
    return [Notification(**row) for row in rows.mappings()]


async def mark_read(
    tx: AsyncConnection, player_id: UUID, notification_id: UUID
) -> tuple[str, Mapping[str, Any]] | None:
    """Its topic and body, if it is the player's."""
    found = await tx.exec_driver_sql(READ, {"id": notification_id, "player": player_id})
    row = found.one_or_none()
    return (row.topic, row.body) if row else None


async def mark_all_read(tx: AsyncConnection, player_id: UUID) -> None:
    await tx.exec_driver_sql(READ_ALL, {"player": player_id})
