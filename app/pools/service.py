"""What can be done with pools: lock, look, decide, write.  Stakes are placed by betting."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

import structlog
from opentelemetry.metrics import get_meter
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue import service as catalogue
from app.competitions import service as competitions
from app.plumbing.access import Actor
from app.plumbing.db import read_clock
from app.pools import store
from app.pools.rules.pools import (
    Chance,
    NoMarketForPool,
    NoSuchPool,
    Pool,
    PoolExists,
    PoolIdReused,
    PoolMarket,
    PoolsOff,
    PoolState,
    PoolWish,
    chances,
    check_competition,
    check_market,
    check_next,
    pool_of,
)
from app.tenants import service as tenants
from app.tenants.rules import Feature

log = structlog.get_logger()
meter = get_meter("app")

opened = meter.create_counter("pools.opened", unit="{pool}", description="Pools opened by admins.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPool:
    """A pool as it stood at `now`."""

    pool: Pool
    market: PoolMarket
    chances: list[Chance]
    now: datetime


async def open_pool(tx: AsyncConnection, wish: PoolWish, *, by: Actor | System) -> Pool:
    """Open a pool; whoever asks chose the id, so that asking again changes nothing."""
    await _check_switched_on(tx)
    await catalogue.lock_markets(tx, [wish.market_id])
    competition = await competitions.hold_competition(tx, wish.competition_id)
    await store.lock_pools(tx, competition.id)
    found = await store.find_markets(tx, competition.id, [wish.market_id])
    market = found.get(wish.market_id)
    if market is None:
        raise NoMarketForPool(market_id=wish.market_id)
    settings = competition.settings.pools
    pool = pool_of(wish, market, settings)
    if earlier := await store.find_pool(tx, pool.id):
        return _same(earlier, pool)

    check_competition(competition)
    check_market(market)
    check_next(pool, await store.find_open(tx, competition.id), settings)
    if not await store.insert_pool(tx, pool):
        raise PoolExists(market_id=market.id)
    await audit.record(tx, actor=by, action="pool.opened", subject=str(pool.id), after=asdict(pool))
    opened.add(1)
    log.info("pool opened", pool_id=pool.id, market_id=market.id, competition_id=competition.id)
    return pool


async def name_next(
    tx: AsyncConnection, pool_id: UUID, next_pool_id: UUID | None, *, by: Actor
) -> Pool:
    """Say where the points go if nobody is right; None refunds them."""
    competition_id = (await get_pool(tx, pool_id)).competition_id
    competition = await competitions.hold_competition(tx, competition_id)
    await store.lock_pools(tx, competition_id)
    before = await get_pool(tx, pool_id)
    after = replace(before, next_pool_id=next_pool_id)
    check_next(after, await store.find_open(tx, competition_id), competition.settings.pools)
    if after == before:
        return before
    await store.set_next(tx, after)
    await audit.record(
        tx,
        actor=by,
        action="pool.next_named",
        subject=str(pool_id),
        before={"next_pool_id": before.next_pool_id},
        after={"next_pool_id": after.next_pool_id},
    )
    log.info("pool changed", pool_id=pool_id)
    return after


async def get_pool(tx: AsyncConnection, pool_id: UUID) -> Pool:
    pool = await store.find_pool(tx, pool_id)
    if pool is None:
        raise NoSuchPool(pool_id=pool_id)
    return pool


async def hold_pool(tx: AsyncConnection, pool_id: UUID) -> Pool:
    """The pool, which nobody else shares out or carries into until we commit."""
    await store.lock_pool(tx, pool_id)
    return await get_pool(tx, pool_id)


async def mark_shared_out(tx: AsyncConnection, pool_id: UUID, state: PoolState) -> None:
    """Settlement has shared the pool out, refunded it, or opened it again."""
    await store.set_state(tx, pool_id, state)


async def carry_over(tx: AsyncConnection, pool_id: UUID, points: int) -> PoolState:
    """Bring points into a pool that the one before could not give away, or take them back."""
    return await store.add_carried_in(tx, pool_id, points)


async def get_shown(tx: AsyncConnection, pool_id: UUID, *, drafts: bool) -> ShownPool:
    """The pool, unless its competition is a draft and those are not for these eyes."""
    pool = await get_pool(tx, pool_id)
    await competitions.get_shown(tx, pool.competition_id, in_the_making=drafts)
    (shown,) = await _show(tx, pool.competition_id, [pool])
    return shown


async def list_shown(
    tx: AsyncConnection,
    competition_id: UUID,
    *,
    states: Collection[PoolState] = (),
    drafts: bool = False,
    after: UUID | None = None,
    limit: int,
) -> list[ShownPool]:
    """In the order in which they were opened."""
    await competitions.get_shown(tx, competition_id, in_the_making=drafts)
    pools = await store.list_pools(tx, competition_id, states=states, after=after, limit=limit)
    return await _show(tx, competition_id, pools)


async def _show(
    tx: AsyncConnection, competition_id: UUID, pools: Sequence[Pool]
) -> list[ShownPool]:
    of_pools = await store.find_markets(tx, competition_id, [pool.market_id for pool in pools])
    staked = await store.find_staked(tx, [pool.id for pool in pools])
    now = await read_clock(tx)
    return [
        ShownPool(
            pool=pool,
            market=of_pools[pool.market_id],
            chances=chances(staked[pool.id], pool.terms),
            now=now,
        )
        for pool in pools
    ]


def _same(earlier: Pool, wanted: Pool) -> Pool:
    """The earlier pool, unless it is another one.  What came after may differ."""
    as_asked = replace(earlier, carried_in=0, next_pool_id=wanted.next_pool_id, state=wanted.state)
    if as_asked != wanted:
        raise PoolIdReused(id=earlier.id)
    return earlier


async def _check_switched_on(tx: AsyncConnection) -> None:
    community = await tenants.get_current(tx)
    if Feature.POOLS not in community.settings.features:
        raise PoolsOff(feature=Feature.POOLS)
