"""Pools in PostgreSQL.  What is staked in them is written by betting."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, and_, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.events import EventStatus
from app.markets.rules.markets import MarketState
from app.markets.tables import selections
from app.plumbing.pages import ITEMS_MAX
from app.pools.rules.pools import Pool, PoolMarket, PoolState, Staked
from app.pools.tables import pool_totals, pools

LOCK_POOLS = text("select pg_advisory_xact_lock(hashtextextended('pools ' || :competition_id, 0))")

FIND_MARKETS = text("""
    select m.tenant_id, m.id, m.name, m.line, state_here(m.state, mc.suspended) as state,
           e.id as event_id, e.name as event_name, e.status as event_status,
           least(m.locks_at, e.locks_at) as locks_at,
           s.archived_at is null
           and not coalesce(ec.hidden, false) and not coalesce(sc.hidden, false) and exists (
               select from competition_event played
               where played.competition_id = :competition_id and played.event_id = e.id
           ) as played
    from market m
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    left join market_config mc on (mc.market_tenant_id, mc.market_id) = (m.tenant_id, m.id)
    left join event_config ec on (ec.event_tenant_id, ec.event_id) = (e.tenant_id, e.id)
    left join sport_config sc
        on (sc.sport_tenant_id, sc.sport_id) = (e.sport_tenant_id, e.sport_id)
    where m.id = any(:ids)
""").bindparams(bindparam("ids", type_=ARRAY(Uuid)))


async def lock_pools(tx: AsyncConnection, competition_id: UUID) -> None:
    """Make all who open or chain pools of a competition wait for each other."""
    await tx.execute(LOCK_POOLS, {"competition_id": str(competition_id)})


async def find_markets(
    tx: AsyncConnection, competition_id: UUID, ids: Collection[UUID]
) -> dict[UUID, PoolMarket]:
    rows = await tx.execute(FIND_MARKETS, {"competition_id": competition_id, "ids": list(ids)})
    return {row["id"]: _market(row) for row in rows.mappings()}


async def insert_pool(tx: AsyncConnection, pool: Pool) -> bool:
    """False where there is one on the market already, or the id is taken."""
    inserted = await tx.execute(
        insert(pools).values(asdict(pool)).on_conflict_do_nothing().returning(pools.c.id)
    )
    return inserted.one_or_none() is not None


async def set_next(tx: AsyncConnection, pool: Pool) -> None:
    await tx.execute(
        update(pools).where(pools.c.id == pool.id).values(next_pool_id=pool.next_pool_id)
    )


async def lock_pool(tx: AsyncConnection, pool_id: UUID) -> None:
    await tx.execute(
        select(pools.c.id).where(pools.c.id == pool_id).with_for_update(key_share=True)
    )


async def set_state(tx: AsyncConnection, pool_id: UUID, state: PoolState) -> None:
    await tx.execute(update(pools).where(pools.c.id == pool_id).values(state=state))


async def add_carried_in(tx: AsyncConnection, pool_id: UUID, points: int) -> PoolState:
    """More or less comes in from a pool that nobody won; tells what became of this one."""
    carried = await tx.execute(
        update(pools)
        .where(pools.c.id == pool_id)
        .values(carried_in=pools.c.carried_in + points)
        .returning(pools.c.state)
    )
    return PoolState(carried.scalar_one())


async def find_pool(tx: AsyncConnection, pool_id: UUID) -> Pool | None:
    found = await tx.execute(select(pools).where(pools.c.id == pool_id))
    row = found.mappings().one_or_none()
    return _pool(row) if row else None


async def find_open(tx: AsyncConnection, competition_id: UUID) -> dict[UUID, Pool]:
    """The open pools of a competition."""
    found = await tx.execute(
        select(pools).where(
            pools.c.competition_id == competition_id, pools.c.state == PoolState.OPEN
        )
    )
    return {row["id"]: _pool(row) for row in found.mappings()}


async def list_pools(
    tx: AsyncConnection,
    competition_id: UUID,
    *,
    states: Collection[PoolState] = (),
    after: UUID | None = None,
    limit: int = ITEMS_MAX,
) -> list[Pool]:
    """In the order of their ids, which is that in which they were opened."""
    query = select(pools).where(pools.c.competition_id == competition_id)
    if states:
        query = query.where(pools.c.state.in_(states))
    if after:
        query = query.where(pools.c.id > after)
    found = await tx.execute(query.order_by(pools.c.id).limit(limit))
    return [_pool(row) for row in found.mappings()]


async def find_staked(
    tx: AsyncConnection, pool_ids: Collection[UUID]
) -> Mapping[UUID, list[Staked]]:
    """Each pool's selections, with nothing staked on some of them."""
    query = (
        select(
            pools.c.id.label("pool_id"),
            selections.c.id.label("selection_id"),
            selections.c.key,
            selections.c.name,
            selections.c.withdrawn_at.is_not(None).label("withdrawn"),
            func.coalesce(pool_totals.c.bets, 0).label("bets"),
            func.coalesce(pool_totals.c.staked, 0).label("staked"),
        )
        .join(
            selections,
            and_(
                selections.c.tenant_id == pools.c.market_tenant_id,
                selections.c.market_id == pools.c.market_id,
            ),
        )
        .outerjoin(
            pool_totals,
            and_(
                pool_totals.c.pool_id == pools.c.id,
                pool_totals.c.selection_id == selections.c.id,
            ),
        )
        .where(pools.c.id.in_(list(pool_ids)))
        .order_by(pools.c.id, selections.c.number)
    )
    staked: dict[UUID, list[Staked]] = defaultdict(list)
    for row in (await tx.execute(query)).mappings():
        facts = dict(row)
        staked[facts.pop("pool_id")].append(Staked(**facts))
    return staked


def _market(row: Mapping[Any, Any]) -> PoolMarket:
    facts = dict(row) | {
        "state": MarketState(row["state"]),
        "event_status": EventStatus(row["event_status"]),
    }
    return PoolMarket(**facts)


def _pool(row: Mapping[Any, Any]) -> Pool:
    return Pool(
        id=row["id"],
        competition_id=row["competition_id"],
        market_tenant_id=row["market_tenant_id"],
        market_id=row["market_id"],
        takeout=row["takeout"],
        minimum_dividend=row["minimum_dividend"],
        carried_in=row["carried_in"],
        next_pool_id=row["next_pool_id"],
        state=PoolState(row["state"]),
    )
