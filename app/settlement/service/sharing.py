"""Sharing a pool out: once as a whole, then to its bets, a chunk a transaction."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger import service as ledger
from app.plumbing import failpoints, jobs
from app.plumbing.db import read_clock
from app.pools import service as pools
from app.pools.rules.pools import Pool, PoolState
from app.settlement.rules.runs import Part
from app.settlement.rules.sharing import PoolNow, Shares, dividends_of, moves, share_out
from app.settlement.service.lines import Step, take_chunk, write_chunk
from app.settlement.store import looking, runs
from app.settlement.store import pools as store

log = structlog.get_logger()

SHARED_OUT = failpoints.declare("settle.pool.shared_out")


async def bring_pool_into_line(tx: AsyncConnection, part: Part, after: UUID | None) -> Step:
    """The next bets of a pool, by the dividends that the first step found."""
    pool_id = part.subject_id
    pool = await pools.hold_pool(tx, pool_id)
    chunk = await take_chunk(tx, part, after=after)
    if after is None:
        await _share_out(tx, part, pool)
        await SHARED_OUT.reach()
    shares, dividends = await store.find_shares(tx, pool_id)
    await looking.look_by_dividends(
        tx,
        part.run_id,
        dividends,
        is_open=(await pools.get_pool(tx, pool_id)).state is PoolState.OPEN,
        refunded=shares.refunded,
        now=await read_clock(tx),
    )
    return await write_chunk(tx, part, chunk)


async def _share_out(tx: AsyncConnection, part: Part, pool: Pool) -> None:
    """What the pool is as a whole, where that is not what it was."""
    now = await store.find_pool_now(tx, pool.id)
    dividends = dividends_of(now, pool.terms)
    paid = await store.find_paid(tx, pool.id, dividends)
    shares = share_out(now, pool.terms, paid=paid)
    await pools.mark_shared_out(tx, pool.id, _state(now, shares))
    before, dividends_before = await store.find_shares(tx, pool.id)
    if (shares, dividends) == (before, dividends_before):
        return

    await store.insert_shares(
        tx, pool.id, shares, run_id=part.run_id, grading=now.grading, dividends=dividends
    )
    if wanted := moves(before, shares, pool_id=pool.id, bank=pool.competition_id):
        await ledger.post_many(tx, wanted)
    if pool.next_pool_id and shares.carried_out != before.carried_out:
        await _carry_over(tx, pool.next_pool_id, shares.carried_out - before.carried_out)
    log.info("pool shared out", pool_id=pool.id, run_id=part.run_id, points=shares.paid)


async def _carry_over(tx: AsyncConnection, pool_id: UUID, points: int) -> None:
    """A pool that was shared out before is shared out anew, by a run of its own."""
    if await pools.carry_over(tx, pool_id, points) is not PoolState.OPEN:
        await jobs.enqueue(
            tx,
            "settlement.share_anew",
            tenant_id=await runs.find_community(tx),
            pool_id=pool_id,
        )


def _state(now: PoolNow, shares: Shares) -> PoolState:
    if now.open:
        return PoolState.OPEN
    return PoolState.REFUNDED if shares.refunded else PoolState.SETTLED
