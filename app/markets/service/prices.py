"""Entering prices by hand, from probabilities or by a feed, and their history."""

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from uuid import UUID

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue.service import lock_markets
from app.markets.rules.margin import Method
from app.markets.rules.markets import UNDECIDED, Market
from app.markets.rules.prices import (
    FeedMessage,
    FeedState,
    NewPrice,
    Price,
    PriceChange,
    Source,
    is_news,
    new_prices,
    shortened,
)
from app.markets.rules.pricing import Book, book_of, priced
from app.markets.service.reading import get_market
from app.markets.store import markets as store
from app.markets.store import prices
from app.plumbing.access import Actor

log = structlog.get_logger()


async def enter_prices(
    tx: AsyncConnection, changes: Sequence[PriceChange], *, source: Source, by: Actor | System
) -> list[NewPrice]:
    """Enter all of the prices, or none and name those that are wrong."""
    return await _enter(tx, changes, source=source, by=by)


async def enter_feed(tx: AsyncConnection, message: FeedMessage, *, by: Actor) -> bool:
    """Enter what a feed says, unless it was entered before or something newer was."""
    digest = sha256(msgspec.json.encode(message)).digest()
    await prices.lock_feed(tx, by.subject)
    last = await prices.find_feed(tx, by.subject)
    if not is_news(message, digest=digest, last=last):
        log.info("feed message repeated", seq=message.sequence)
        return False
    state = FeedState(sequence=message.sequence, digest=digest)
    await prices.save_feed(tx, by.subject, state)
    await _enter(tx, message.changes, source=Source.FEED, by=by)
    if last is None:
        await audit.record(tx, actor=by, action="odds_feed.started", subject=by.subject)
    return True


async def add_margin(
    tx: AsyncConnection,
    market_id: UUID,
    probabilities: Mapping[UUID, float] | None,
    *,
    margin: float,
    method: Method,
) -> Book:
    """Prices with a margin, from probabilities or from those behind the present prices."""
    market = await get_market(tx, market_id)
    return book_of(market, probabilities, margin=margin, method=method)


async def enter_margin(tx: AsyncConnection, book: Book, *, by: Actor) -> list[NewPrice]:
    """Enter the prices of a book, if the market is still as the book saw it."""
    return await _enter(tx, priced(book), source=Source.MARGIN, by=by)


async def shorten(
    tx: AsyncConnection, selection_ids: Collection[UUID], *, share: int, by: System
) -> int:
    """Take `share` thousandths off what own, undecided selections pay above the stake."""
    markets = await _lock(tx, selection_ids)
    changes = [
        PriceChange(selection_id=s.id, odds=shortened(s.odds, share))
        for market in markets
        if market.own and market.state in UNDECIDED
        for s in market.selections
        if s.id in selection_ids and s.odds is not None and s.withdrawn_at is None
    ]
    return len(await _write(tx, changes, markets, source=Source.LIMIT, by=by))


async def list_prices(
    tx: AsyncConnection, selection_id: UUID, *, before: int | None, limit: int
) -> list[Price]:
    """A selection's prices, the newest first."""
    return await prices.list_prices(tx, selection_id, before=before, limit=limit)


async def _enter(
    tx: AsyncConnection, changes: Sequence[PriceChange], *, source: Source, by: Actor | System
) -> list[NewPrice]:
    markets = await _lock(tx, {change.selection_id for change in changes})
    return await _write(tx, changes, markets, source=source, by=by)


async def _lock(tx: AsyncConnection, selection_ids: Collection[UUID]) -> list[Market]:
    # A selection never moves to another market, so what is read before the lock stays true.
    market_ids = await store.list_markets_of(tx, selection_ids)
    await lock_markets(tx, market_ids)
    return await store.find_markets(tx, market_ids)


async def _write(
    tx: AsyncConnection,
    changes: Sequence[PriceChange],
    markets: Sequence[Market],
    *,
    source: Source,
    by: Actor | System,
) -> list[NewPrice]:
    new = new_prices(changes, markets)
    if not new:
        return []
    author = by.subject if isinstance(by, Actor) else f"system:{by.name}"
    await prices.insert_prices(tx, new, source=source, author=author)
    log.info("prices entered", count=len(new), reason=source)
    # Prices keep their source and author, and a record of each of a feed's thousand messages
    # would make all other acts of the community wait for it.
    if source is Source.FEED:
        return new
    await audit.record(
        tx,
        actor=by,
        action="prices.entered",
        subject=" ".join(f"market {market.id}" for market in markets[:1]) or "no market",
        after={
            "source": source,
            "prices": len(new),
            "markets": [market.id for market in markets],
        },
    )
    return new
