"""How leaderboards came about, as players see it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.leaderboards.rules.history import History, Sport
from app.leaderboards.store import history as store


async def show(
    tx: AsyncConnection, board_id: UUID, *, players: Collection[UUID], charted: Collection[UUID]
) -> History:
    """Where players stood before, and of some of them day by day."""
    return History(
        before=await store.find_ranks_before(tx, board_id, players),
        days=await store.list_days(tx, board_id, charted) if charted else {},
    )


async def list_sports(tx: AsyncConnection, competition_id: UUID) -> list[Sport]:
    return await store.list_sports(tx, competition_id)
