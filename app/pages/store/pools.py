"""A player's stakes in pools, and how pools were shared out."""

from collections import defaultdict
from collections.abc import Collection
from fractions import Fraction
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.pages.rules.pools import OwnStake, Shared

# What was cancelled or cashed out is no stake any more.
OWN = """
    select b.pool_id, l.selection_id, sum(b.stake)::bigint as staked,
           sum(b.payout)::bigint as paid
    from bet b
    join leg l on l.bet_id = b.id
    where b.entry_id = :entry_id and b.pool_id = any(:pools) and b.state in ('accepted', 'settled')
    group by b.pool_id, l.selection_id
"""

SHARED = """
    select distinct on (pool_id) pool_id, refunded, carried_out, dividends
    from pool_settlement
    where pool_id = any(:pools)
    order by pool_id, number desc
"""


async def list_own(
    tx: AsyncConnection, entry_id: UUID, pools: Collection[UUID]
) -> dict[UUID, list[OwnStake]]:
    rows = await tx.execute(text(OWN), {"entry_id": entry_id, "pools": list(pools)})
    own: defaultdict[UUID, list[OwnStake]] = defaultdict(list)
    for row in rows.mappings():
        own[row["pool_id"]].append(OwnStake(**row))
    return dict(own)


async def find_shared(tx: AsyncConnection, pools: Collection[UUID]) -> dict[UUID, Shared]:
    rows = await tx.execute(text(SHARED), {"pools": list(pools)})
    return {
        row.pool_id: Shared(
            refunded=row.refunded,
            carried_out=row.carried_out,
            dividends={UUID(each): Fraction(paid) for each, paid in row.dividends.items()},
        )
        for row in rows
    }
