"""Players' own limits: a history that is only added to."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.limits.rules.changing import Change
from app.limits.rules.checking import LimitKind
from app.limits.rules.periods import Period

INSERT = """
    insert into player_limit (player_id, kind, period, amount, in_force_at, created_at)
    values (%(player)s, %(kind)s, %(period)s, %(amount)s, %(in_force_at)s, %(now)s)
"""

FIND_NEWEST = """
    select distinct on (kind, period) kind, period, amount, in_force_at
    from player_limit
    where player_id = %(player)s and in_force_at <= coalesce(%(by)s, 'infinity'::timestamptz)
    order by kind, period, created_at desc, id desc
"""

Newest = dict[tuple[LimitKind, Period], Change]


async def insert_changes(
    tx: AsyncConnection,
    player_id: UUID,
    kind: LimitKind,
    period: Period,
    changes: Iterable[Change],
    *,
    now: datetime,
) -> None:
    for change in changes:
        await tx.exec_driver_sql(
            INSERT,
            {
                "player": player_id,
                "kind": kind,
                "period": period,
                "amount": change.amount,
                "in_force_at": change.in_force_at,
                "now": now,
            },
        )


async def find_in_force(tx: AsyncConnection, player_id: UUID, now: datetime) -> Newest:
    return await _find_newest(tx, player_id, by=now)


async def find_pending(tx: AsyncConnection, player_id: UUID, now: datetime) -> Newest:
    """Changes whose time has yet to come.  A newer one has taken back all before it."""
    newest = await _find_newest(tx, player_id, by=None)
    return {key: change for key, change in newest.items() if change.in_force_at > now}


async def _find_newest(tx: AsyncConnection, player_id: UUID, *, by: datetime | None) -> Newest:
    rows = await tx.exec_driver_sql(FIND_NEWEST, {"player": player_id, "by": by})
    return {
        (LimitKind(row.kind), Period(row.period)): Change(
            amount=row.amount, in_force_at=row.in_force_at
        )
        for row in rows
    }
