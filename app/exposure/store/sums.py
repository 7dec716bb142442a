"""Exposure added up over selections, markets, events, sports and competitions."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.exposure.rules.limits import Exposure, Level, MarketBelow, MarketExposure
from app.markets.rules.markets import UNDECIDED

# `subject.id` is what a row counts for on the level that is asked for.
SUM = """
    select coalesce(sum(x.liability), 0)::bigint
    from exposure x
    join selection s on (s.tenant_id, s.id) = (x.selection_tenant_id, x.selection_id)
    join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    cross join lateral (select case %(level)s::text
        when 'selection' then s.id when 'market' then m.id when 'event' then e.id
        when 'sport' then e.sport_id when 'competition' then x.competition_id end as id
    ) as subject
    where subject.id = %(subject_id)s
"""

LIST = """
    select * from (
        select subject.id as subject_id, sum(x.bets)::bigint as bets,
               sum(x.staked)::bigint as staked, sum(x.liability)::bigint as liability
        from exposure x
        join selection s on (s.tenant_id, s.id) = (x.selection_tenant_id, x.selection_id)
        join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
        join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
        cross join lateral (select case %(level)s::text
            when 'selection' then s.id when 'market' then m.id when 'event' then e.id
            when 'sport' then e.sport_id when 'competition' then x.competition_id end as id
        ) as subject
        group by subject.id
    ) as summed
    where %(first)s or (liability, subject_id) < (%(liability)s, %(subject_id)s)
    order by liability desc, subject_id desc
    limit %(limit)s
"""

OF_MARKETS = """
    select m.id as market_id, s.id as subject_id, coalesce(sum(x.bets), 0)::bigint as bets,
           coalesce(sum(x.staked), 0)::bigint as staked,
           coalesce(sum(x.liability), 0)::bigint as liability
    from market m
    join selection s on (s.tenant_id, s.market_id) = (m.tenant_id, m.id)
    left join exposure x on (x.selection_tenant_id, x.selection_id) = (s.tenant_id, s.id)
    where m.id = any(%(market_ids)s)
    group by m.id, s.id, s.number
    order by m.id, s.number
"""

# Whether somebody has bet on them or not.
MARKETS_BELOW = """
    select distinct m.id, m.tenant_id = nullif(current_setting('app.tenant_id'), '')::uuid as own,
           exists (
               select from competition_event played
               where (played.event_tenant_id, played.event_id) = (e.tenant_id, e.id)
           ) as played
    from market m
    join selection s on (s.tenant_id, s.market_id) = (m.tenant_id, m.id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    left join competition_event c
        on (c.event_tenant_id, c.event_id) = (e.tenant_id, e.id) and %(level)s = 'competition'
    where m.state = any(%(undecided)s)
    and %(subject_id)s = case %(level)s::text
        when 'selection' then s.id when 'market' then m.id when 'event' then e.id
        when 'sport' then e.sport_id when 'competition' then c.competition_id end
"""

IS_THERE = """
    select exists (
        select from (
            select 'selection' as level, id from selection
            union all select 'market', id from market
            union all select 'event', id from event
            union all select 'sport', id from sport
            union all select 'competition', id from competition
        ) as subject
        where level = %(level)s::text and id = %(subject_id)s
    )
"""

EVENTS_OF_COMPETITION = """
    select event_id from competition_event where competition_id = %(competition_id)s
"""


async def find_liability(tx: AsyncConnection, level: Level, subject_id: UUID) -> int:
    found = await tx.exec_driver_sql(SUM, {"level": level, "subject_id": subject_id})
    return int(found.scalar_one())


async def list_exposure(
    tx: AsyncConnection, level: Level, *, after: tuple[int, UUID] | None, limit: int
) -> list[Exposure]:
    """The largest first."""
    liability, subject_id = after or (0, UUID(int=0))
    rows = await tx.exec_driver_sql(
        LIST,
        {
            "level": level,
            "first": after is None,
            "liability": liability,
            "subject_id": subject_id,
            "limit": limit,
        },
    )
    return [Exposure(**row) for row in rows.mappings()]


async def list_market_exposure(
    tx: AsyncConnection, market_ids: Collection[UUID]
) -> list[MarketExposure]:
    rows = await tx.exec_driver_sql(OF_MARKETS, {"market_ids": list(market_ids)})
    found: dict[UUID, list[Exposure]] = defaultdict(list)
    for row in rows.mappings():
        columns = {**row}
        found[columns.pop("market_id")].append(Exposure(**columns))
    return [_market(market_id, selections) for market_id, selections in found.items()]


async def list_markets(
    tx: AsyncConnection, level: Level, subject_id: UUID
) -> Sequence[MarketBelow]:
    rows = await tx.exec_driver_sql(
        MARKETS_BELOW,
        {"level": level, "subject_id": subject_id, "undecided": sorted(UNDECIDED)},
    )
    return [MarketBelow(**row) for row in rows.mappings()]


async def is_there(tx: AsyncConnection, level: Level, subject_id: UUID) -> bool:
    found = await tx.exec_driver_sql(IS_THERE, {"level": level, "subject_id": subject_id})
    return bool(found.scalar_one())


async def list_events(tx: AsyncConnection, competition_id: UUID) -> Sequence[UUID]:
    rows = await tx.exec_driver_sql(EVENTS_OF_COMPETITION, {"competition_id": competition_id})
    return rows.scalars().all()


def _market(market_id: UUID, selections: list[Exposure]) -> MarketExposure:
    total = Exposure(
        subject_id=market_id,
        bets=sum(each.bets for each in selections),
        staked=sum(each.staked for each in selections),
        liability=sum(each.liability for each in selections),
    )
    return MarketExposure(total=total, selections=tuple(selections))
