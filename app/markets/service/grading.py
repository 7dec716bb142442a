"""What rulings make of markets.  Who rules, and why, lies above."""

from collections.abc import Mapping
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.markets.rules.markets import Market, MarketState
from app.markets.store import markets as store

log = structlog.get_logger()


async def list_begun_markets(
    tx: AsyncConnection, event_id: UUID, market_id: UUID | None = None
) -> list[Market]:
    """An event's markets but for drafts, which nobody has bet on: our own and the platform's."""
    return await store.list_begun(tx, event_id, market_id)


async def set_gradings(tx: AsyncConnection, graded: Mapping[UUID, tuple[int, MarketState]]) -> None:
    """Note the newest grading of markets that are held, and the state that it leaves them in."""
    await store.set_gradings(tx, graded)
    for market_id, (_, state) in graded.items():
        log.info("market changed", market_id=str(market_id), status=state)
