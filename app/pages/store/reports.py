"""What went on in a community month by month, and in all of them day by day: counts only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

MONTHS = """
    with month as (
        select first, first at time zone %(zone)s as since,
               (first + interval '1 month') at time zone %(zone)s as until
        from generate_series(
            date_trunc('month', clock_timestamp() at time zone %(zone)s)
                - (%(months)s - 1) * interval '1 month',
            date_trunc('month', clock_timestamp() at time zone %(zone)s),
            interval '1 month') as first
    )
    select m.first::date as month, joined.players, b.active, b.bets, b.staked,
           s.settled, s.paid, s.corrected, a.adjustments, a.given, a.taken,
           limits.limits, breaks.breaks
    from month m
    cross join lateral (
        select count(*) as players from player
        where created_at >= m.since and created_at < m.until) joined
    cross join lateral (
        select count(distinct player_id) as active, count(*) as bets,
               coalesce(sum(stake), 0)::bigint as staked
        from bet where accepted_at >= m.since and accepted_at < m.until) b
    cross join lateral (
        select count(*) filter (where state = 'settled' and state_before <> 'settled') as settled,
               coalesce(sum(coalesce(payout, 0) - coalesce(payout_before, 0)), 0)::bigint as paid,
               count(*) filter (where state_before = 'settled') as corrected
        from settlement where at >= m.since and at < m.until) s
    cross join lateral (
        select count(*) as adjustments,
               coalesce(sum(points) filter (where points > 0), 0)::bigint as given,
               coalesce(-sum(points) filter (where points < 0), 0)::bigint as taken
        from adjustment where state = 'done'
        and created_at >= m.since and created_at < m.until) a
    cross join lateral (
        select count(*) as limits from player_limit
        where created_at >= m.since and created_at < m.until) limits
    cross join lateral (
        select count(*) as breaks from exclusion
        where created_at >= m.since and created_at < m.until) breaks
    order by m.first desc
"""

DAYS = """
    select t.id as community_id, t.name, b.day, b.active, b.bets, b.staked
    from tenant t
    join (
        select tenant_id, (accepted_at at time zone 'UTC')::date as day,
               count(distinct player_id) as active, count(*) as bets,
               sum(stake)::bigint as staked
        from bet
        where accepted_at >= date_trunc('day', clock_timestamp() at time zone 'UTC')
                  at time zone 'UTC' - (%(days)s - 1) * interval '1 day'
        group by 1, 2
    ) b on b.tenant_id = t.id
    order by b.day, t.name, t.id
"""

COMMUNITIES = """
    select t.id as community_id, t.name, t.status,
           (select count(*) from player p where p.tenant_id = t.id) as players,
           (select count(*) from competition c
            where c.tenant_id = t.id and c.state = 'running') as running,
           (select count(*) from bet b
            where b.tenant_id = t.id and b.state = 'accepted') as open_bets
    from tenant t
    where t.id <> %(platform)s
    order by t.name, t.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """`settled` bets were so for the first time, `corrected` ones had been before."""

    month: date
    players: int
    active: int
    bets: int
    staked: int
    settled: int
    paid: int
    corrected: int
    adjustments: int
    given: int
    taken: int
    limits: int
    breaks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day in UTC, on which there were bets in a community."""

    community_id: UUID
    name: str
    day: date
    active: int
    bets: int
    staked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityNow:
    community_id: UUID
    name: str
    status: str
    players: int
    running: int
    open_bets: int


async def list_months(tx: AsyncConnection, *, zone: str, months: int) -> list[Month]:
    """The newest first, each as days are counted in the zone."""
    rows = await tx.exec_driver_sql(MONTHS, {"zone": zone, "months": months})
    return [Month(**row) for row in rows.mappings()]


async def list_days(platform: AsyncConnection, *, days: int) -> list[Day]:
    rows = await platform.exec_driver_sql(DAYS, {"days": days})
    return [Day(**row) for row in rows.mappings()]


async def list_communities(platform: AsyncConnection, *, but: UUID) -> list[CommunityNow]:
    rows = await platform.exec_driver_sql(COMMUNITIES, {"platform": but})
    return [CommunityNow(**row) for row in rows.mappings()]
