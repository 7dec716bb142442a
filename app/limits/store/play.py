"""How much was played: points by day, minutes by day, and the sitting under way."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.limits.rules.checking import PlayDay
from app.limits.rules.sittings import RealityCheck, Sitting

FIND_DAYS = """
    select day, sum(staked)::bigint as staked, sum(returned)::bigint as returned,
           sum(minutes)::bigint as minutes
    from (
        select day, staked, returned, 0 as minutes from play_day
        where player_id = %(player)s and day >= %(since)s
        union all
        select day, 0, 0, minutes from play_time
        where player_id = %(player)s and day >= %(since)s
    ) as played
    group by day
"""

# A minute counts once, however many processes saw something done in it.
ADD_MINUTES = """
    insert into play_time (player_id, day, minutes, last_minute_at, sitting_began_at)
    select noted.player_id, noted.day, 1, noted.minute, coalesce(
        (select t.sitting_began_at from play_time t
         where t.player_id = noted.player_id
         and t.last_minute_at >= noted.minute - %(pause)s::interval
         and t.last_minute_at <= noted.minute
         order by t.last_minute_at desc limit 1),
        noted.minute)
    from unnest(%(players)s::uuid[], %(days)s::date[], %(minutes)s::timestamptz[])
        as noted (player_id, day, minute)
    where exists (select from player p where p.id = noted.player_id)
    order by noted.player_id
    on conflict on constraint play_time_pk do update
    set minutes = play_time.minutes + 1,
        last_minute_at = excluded.last_minute_at,
        sitting_began_at = excluded.sitting_began_at
    where play_time.last_minute_at < excluded.last_minute_at
"""

FIND_SITTING = """
    select sitting_began_at, last_minute_at from play_time
    where player_id = %(player)s
    order by day desc
    limit 1
"""

# Accounts are moved one step after the other, so that a moment is a place in their history.
FIND_MOVED = """
    with played as materialized (
        select a.id, coalesce((
            select t.account_sequence from transfer t
            where t.kept_account = a.id and t.at < %(since)s
            order by t.account_sequence desc limit 1
        ), 0) as before
        from entry e
        join account a on a.owner = e.id and a.kind = 'balance'
        where e.player_id = %(player)s
    )
    select coalesce(sum(t.points) filter (where t.kind = 'stake'), 0)::bigint as staked,
           coalesce(sum(t.points) filter (where t.kind in ('payout', 'refund', 'cash_out')), 0
           )::bigint as returned
    from played p
    join transfer t on t.kept_account = p.id and t.account_sequence > p.before
"""

FIND_INTERVAL = "select every_minutes, seen_at from reality_check where player_id = %(player)s"

SAVE_INTERVAL = """
    insert into reality_check (player_id, every_minutes) values (%(player)s, %(every)s)
    on conflict on constraint reality_check_pk do update set every_minutes = excluded.every_minutes
"""

SAVE_SEEN = "update reality_check set seen_at = %(now)s where player_id = %(player)s"


async def find_days(tx: AsyncConnection, player_id: UUID, *, since: date) -> list[PlayDay]:
    rows = await tx.exec_driver_sql(FIND_DAYS, {"player": player_id, "since": since})
    return [PlayDay(**row) for row in rows.mappings()]


async def add_minutes(
    tx: AsyncConnection, noted: Sequence[tuple[UUID, date, datetime]], *, pause: object
) -> None:
    """Count one minute of each player, with the day that it belongs to."""
    await tx.exec_driver_sql(
        ADD_MINUTES,
        {
            "players": [player for player, _, _ in noted],
            "days": [day for _, day, _ in noted],
            "minutes": [minute for _, _, minute in noted],
            "pause": pause,
        },
    )


async def find_sitting(tx: AsyncConnection, player_id: UUID) -> Sitting | None:
    """The latest, whether it goes on or not; its points are found apart."""
    row = (await tx.exec_driver_sql(FIND_SITTING, {"player": player_id})).one_or_none()
    if row is None:
        return None
    return Sitting(began_at=row.sitting_began_at, last_minute_at=row.last_minute_at)


async def find_moved(tx: AsyncConnection, player_id: UUID, *, since: datetime) -> tuple[int, int]:
    """Points staked and points returned."""
    found = await tx.exec_driver_sql(FIND_MOVED, {"player": player_id, "since": since})
    row = found.one()
    return row.staked, row.returned


async def find_check(tx: AsyncConnection, player_id: UUID) -> RealityCheck:
    """What the player asked for, and saw last; the sitting is found apart."""
    row = (await tx.exec_driver_sql(FIND_INTERVAL, {"player": player_id})).one_or_none()
    if row is None:
        return RealityCheck(every_minutes=None, sitting=None)
    return RealityCheck(every_minutes=row.every_minutes, seen_at=row.seen_at, sitting=None)


async def save_interval(tx: AsyncConnection, player_id: UUID, every_minutes: int | None) -> None:
    await tx.exec_driver_sql(SAVE_INTERVAL, {"player": player_id, "every": every_minutes})


async def save_seen(tx: AsyncConnection, player_id: UUID, *, now: datetime) -> None:
    await tx.exec_driver_sql(SAVE_SEEN, {"player": player_id, "now": now})
