"""Breaks from play.  Nobody may change or delete one, and the tables see to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.limits.rules.breaks import Break, BreakKind, PlatformExclusion

INSERT = """
    insert into exclusion (player_id, kind, starts_at, ends_at)
    values (%(player)s, %(kind)s, %(starts_at)s, %(ends_at)s)
"""

# The one that lasts longest, since only its end matters.
FIND = """
    select kind, starts_at, ends_at
    from (
        select kind, starts_at, ends_at from exclusion where player_id = %(player)s
        union all
        select 'platform', x.starts_at, x.ends_at
        from platform_exclusion x join player p on p.subject = x.subject
        where p.id = %(player)s
    ) as known
    where starts_at <= %(now)s and ends_at > %(now)s
    order by ends_at desc
    limit 1
"""

INSERT_PLATFORM = """
    insert into platform_exclusion (id, subject, starts_at, ends_at, reason, decided_by)
    values (%(id)s, %(subject)s, %(starts_at)s, %(ends_at)s, %(reason)s, %(decided_by)s)
"""

FIND_PLATFORM = """
    select id, subject, starts_at, ends_at, reason, decided_by
    from platform_exclusion
    where id = %(id)s
"""

LIST_PLATFORM = """
    select id, subject, starts_at, ends_at, reason, decided_by
    from platform_exclusion
    where %(after)s::uuid is null or id < %(after)s::uuid
    order by id desc
    limit %(limit)s
"""


async def insert_break(tx: AsyncConnection, player_id: UUID, wanted: Break) -> None:
    await tx.exec_driver_sql(
        INSERT,
        {
            "player": player_id,
            "kind": wanted.kind,
            "starts_at": wanted.starts_at,
            "ends_at": wanted.ends_at,
        },
    )


async def find_break(tx: AsyncConnection, player_id: UUID, now: datetime) -> Break | None:
    row = (await tx.exec_driver_sql(FIND, {"player": player_id, "now": now})).one_or_none()
    if row is None:
        return None
    return Break(kind=BreakKind(row.kind), starts_at=row.starts_at, ends_at=row.ends_at)


async def insert_platform_exclusion(tx: AsyncConnection, wanted: PlatformExclusion) -> None:
    await tx.exec_driver_sql(
        INSERT_PLATFORM,
        {
            "id": wanted.id,
            "subject": wanted.subject,
            "starts_at": wanted.starts_at,
            "ends_at": wanted.ends_at,
            "reason": wanted.reason,
            "decided_by": wanted.decided_by,
        },
    )


async def find_platform_exclusion(
    tx: AsyncConnection, exclusion_id: UUID
) -> PlatformExclusion | None:
    found = await tx.exec_driver_sql(FIND_PLATFORM, {"id": exclusion_id})
    row = found.mappings().one_or_none()
    return PlatformExclusion(**row) if row else None


async def list_platform_exclusions(
    tx: AsyncConnection, *, after: UUID | None, limit: int
) -> list[PlatformExclusion]:
    """The newest first."""
    rows = await tx.exec_driver_sql(LIST_PLATFORM, {"after": after, "limit": limit})
    return [PlatformExclusion(**row) for row in rows.mappings()]
