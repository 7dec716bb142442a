"""Limits of exposure, with the liability that runs along."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.exposure.rules.limits import Bounds, Level, Limit, Response
from app.exposure.tables import exposure_limits

# Whoever accepts a bet locks the rows of the limits that it counts against, and be there none,
# holds the table with that.  So this waits for all bets that looked before, and those that look
# after see what we wrote.  No row could be locked that is not there yet.
LOCK_TABLE = text("lock table exposure_limit in exclusive mode")

# As the platform: one look at all communities.
LIST_DUE = text("""
    select tenant_id, id from exposure_limit
    where case when alerted_at is null then liability > soft else liability <= soft end
    order by tenant_id, id
""")


async def lock_all(tx: AsyncConnection) -> None:
    """Wait for the bets in flight, and let no other look at limits until we commit."""
    await tx.execute(LOCK_TABLE)


async def lock_limit(tx: AsyncConnection, limit_id: UUID) -> None:
    """Hold the limit, if it is there.  What it says is for a later statement."""
    await tx.execute(
        select(exposure_limits.c.id).where(exposure_limits.c.id == limit_id).with_for_update()
    )


async def find_limit(tx: AsyncConnection, limit_id: UUID) -> Limit | None:
    found = await tx.execute(select(exposure_limits).where(exposure_limits.c.id == limit_id))
    row = found.mappings().one_or_none()
    return _limit(row) if row else None


async def find_limit_of(tx: AsyncConnection, subject_id: UUID) -> Limit | None:
    found = await tx.execute(
        select(exposure_limits).where(exposure_limits.c.subject_id == subject_id)
    )
    row = found.mappings().one_or_none()
    return _limit(row) if row else None


async def find_limits(tx: AsyncConnection, subject_ids: Collection[UUID]) -> list[Limit]:
    found = await tx.execute(
        select(exposure_limits).where(exposure_limits.c.subject_id.in_(subject_ids))
    )
    return [_limit(row) for row in found.mappings()]


async def list_limits(tx: AsyncConnection, *, after: UUID | None, limit: int) -> list[Limit]:
    query = select(exposure_limits).order_by(exposure_limits.c.id).limit(limit)
    if after:
        query = query.where(exposure_limits.c.id > after)
    return [_limit(row) for row in (await tx.execute(query)).mappings()]


async def list_due(platform: AsyncConnection) -> Sequence[tuple[UUID, UUID]]:
    """Communities and their limits that were passed unnoticed, or are passed no more."""
    return [(row.tenant_id, row.id) for row in await platform.execute(LIST_DUE)]


async def save_limit(
    tx: AsyncConnection, level: Level, subject_id: UUID, bounds: Bounds, *, liability: int
) -> Limit:
    values = {
        "soft": bounds.soft,
        "hard": bounds.hard,
        "response": bounds.response,
        "shorten_by": bounds.shorten_by,
        "liability": liability,
        "alerted_at": None,
    }
    saved = await tx.execute(
        insert(exposure_limits)
        .values(level=level, subject_id=subject_id, **values)
        .on_conflict_do_update(constraint="exposure_limit_is_one_a_subject", set_=values)
        .returning(*exposure_limits.c)
    )
    return _limit(saved.mappings().one())


async def delete_limit(tx: AsyncConnection, limit_id: UUID) -> None:
    await tx.execute(delete(exposure_limits).where(exposure_limits.c.id == limit_id))


async def set_alerted(tx: AsyncConnection, limit_id: UUID, *, alerted: bool) -> None:
    await tx.execute(
        update(exposure_limits)
        .where(exposure_limits.c.id == limit_id)
        .values(alerted_at=func.clock_timestamp() if alerted else None)
    )


def _limit(row: Mapping[Any, Any]) -> Limit:
    return Limit(
        id=row["id"],
        level=Level(row["level"]),
        subject_id=row["subject_id"],
        bounds=Bounds(
            soft=row["soft"],
            hard=row["hard"],
            response=Response(row["response"]),
            shorten_by=row["shorten_by"],
        ),
        liability=row["liability"],
        alerted_at=row["alerted_at"],
    )
