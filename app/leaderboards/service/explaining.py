"""Why somebody stands where they stand."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.leaderboards.rules.boards import Row
from app.leaderboards.rules.explaining import Explanation
from app.leaderboards.service.reading import get_row
from app.leaderboards.store import explaining as store


async def explain(
    tx: AsyncConnection, competition_id: UUID, entry_id: UUID
) -> tuple[Row, Explanation]:
    row = await get_row(tx, competition_id, entry_id)
    return row, await store.explain(tx, entry_id)
