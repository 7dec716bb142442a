"""Who plays and who changes what holds players back never do so at the same moment.

Bets and predictions hold their community's lock shared, and then the rows of players with limits;
whoever sets a limit or begins a break holds it alone, so that what is accepted afterwards has seen
it and what was accepted before is counted.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.db import read_clock

SHARE = """
    select pg_advisory_xact_lock_shared(
        hashtextextended('limits ' || current_setting('app.tenant_id'), 0))
"""

ALONE = """
    select pg_advisory_xact_lock(key)
    from (
        select distinct hashtextextended('limits ' || id::text, 0) as key
        from unnest(%(communities)s::uuid[]) as community (id)
        order by key
    ) as wanted
"""

LOCK_PLAYER = "select id from player where id = %(player)s for no key update"

# After every wait: the very moment of what is written next.


async def lock_for_play(tx: AsyncConnection, player_id: UUID) -> datetime:
    """Hold what may change until the transaction ends; returns the moment since when."""
    await tx.exec_driver_sql(SHARE)
    await tx.exec_driver_sql(LOCK_PLAYER, {"player": player_id})
    return await read_clock(tx)


async def lock_for_change(tx: AsyncConnection, communities: Iterable[UUID]) -> datetime:
    """Wait until nobody plays there; returns the moment since when."""
    await tx.exec_driver_sql(ALONE, {"communities": list(communities)})
    return await read_clock(tx)
