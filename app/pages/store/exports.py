"""Rows of files that admins take away."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

BETS = """
    select b.id, p.display_name as player, b.kind, b.accepted_at, b.stake, b.potential_payout,
           b.state, b.result, b.payout, b.settled_at
    from bet b
    join player p on (p.tenant_id, p.id) = (b.tenant_id, b.player_id)
    where b.competition_id = %(competition)s
    and (%(after)s::uuid is null
         or (b.accepted_at, b.id) > (select accepted_at, id from bet where id = %(after)s))
    order by b.accepted_at, b.id
    limit %(limit)s
"""


async def list_bets(
    tx: AsyncConnection, competition_id: UUID, *, after: UUID | None, limit: int
) -> Sequence[tuple[Any, ...]]:
    """A part of a competition's bets, the oldest first; each row begins with its id."""
    rows = await tx.exec_driver_sql(
        BETS, {"competition": competition_id, "after": after, "limit": limit}
    )
    return [tuple(row) for row in rows]
