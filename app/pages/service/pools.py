"""The pools of a competition as a player sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.entries import Entry
from app.pages.rules.pools import PoolSeen, seen
from app.pages.store import pools as store
from app.pools import service as pools
from app.pools.rules.pools import PoolState

POOLS_MAX = 30
OVER = (PoolState.SETTLED, PoolState.REFUNDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolsSeen:
    """`following` is the pool after which the next page begins."""

    pools: Sequence[PoolSeen]
    following: UUID | None


async def list_seen(
    tx: AsyncConnection,
    competition_id: UUID,
    entry: Entry | None,
    *,
    over: bool,
    after: UUID | None,
) -> PoolsSeen:
    found = await pools.list_shown(
        tx,
        competition_id,
        states=OVER if over else [PoolState.OPEN],
        after=after,
        limit=POOLS_MAX + 1,
    )
    shown = found[:POOLS_MAX]
    ids = [each.pool.id for each in shown]
    own = await store.list_own(tx, entry.id, ids) if entry else {}
    ended = [each.pool.id for each in shown if each.pool.state is not PoolState.OPEN]
    shared = await store.find_shared(tx, ended)
    laid_out = [
        seen(
            each.pool,
            each.market,
            each.chances,
            own=own.get(each.pool.id, ()),
            shared=shared.get(each.pool.id),
            now=each.now,
        )
        for each in shown
    ]
    # What can still be joined comes first, by what locks next.
    laid_out.sort(key=lambda each: (not each.takes_stakes, each.market.locks_at))
    return PoolsSeen(pools=laid_out, following=ids[-1] if len(found) > POOLS_MAX else None)
