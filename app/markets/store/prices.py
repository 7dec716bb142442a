"""Every price that was ever on offer, and how far each feed has come."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.markets.rules.prices import FeedState, NewPrice, Price, Source
from app.markets.tables import odds_feeds, prices

# The row and the selection's own price change together, so they are never seen apart.
INSERT_PRICES = text("""
    with changed as (
        select * from unnest(
            cast(:selection_ids as uuid[]), cast(:versions as bigint[]), cast(:odds as bigint[])
        ) as changed (selection_id, version, odds)
    ), inserted as (
        insert into price (selection_id, version, odds, source, author)
        select selection_id, version, odds, :source, :author from changed
    )
    update selection s
    set odds = changed.odds, odds_version = changed.version
    from changed
    where s.id = changed.selection_id
    and s.tenant_id = nullif(current_setting('app.tenant_id'), '')::uuid
""")


async def insert_prices(
    tx: AsyncConnection, new: Sequence[NewPrice], *, source: Source, author: str
) -> None:
    await tx.execute(
        INSERT_PRICES,
        {
            "selection_ids": [price.selection_id for price in new],
            "versions": [price.version for price in new],
            "odds": [price.odds for price in new],
            "source": source,
            "author": author,
        },
    )


async def list_prices(
    tx: AsyncConnection, selection_id: UUID, *, before: int | None, limit: int
) -> list[Price]:
    """A selection's prices, the newest first."""
    query = select(
        prices.c.selection_id,
        prices.c.version,
        prices.c.odds,
        prices.c.source,
        prices.c.author,
        prices.c.at,
    ).where(prices.c.selection_id == selection_id)
    if before is not None:
        query = query.where(prices.c.version < before)
    found = await tx.execute(query.order_by(prices.c.version.desc()).limit(limit))
    return [Price(**{**row, "source": Source(row["source"])}) for row in found.mappings()]


async def lock_feed(tx: AsyncConnection, name: str) -> None:
    """Hold the feed's row, made if it is new, so that its messages queue."""
    await tx.execute(
        insert(odds_feeds).values(name=name, sequence=0, digest=b"").on_conflict_do_nothing()
    )
    await tx.execute(select(odds_feeds.c.name).where(odds_feeds.c.name == name).with_for_update())


async def find_feed(tx: AsyncConnection, name: str) -> FeedState | None:
    found = await tx.execute(
        select(odds_feeds.c.sequence, odds_feeds.c.digest).where(
            odds_feeds.c.name == name, odds_feeds.c.sequence > 0
        )
    )
    row = found.one_or_none()
    return FeedState(sequence=row.sequence, digest=row.digest) if row else None


async def save_feed(tx: AsyncConnection, name: str, state: FeedState) -> None:
    await tx.execute(
        odds_feeds.update()
        .where(odds_feeds.c.name == name)
        .values(sequence=state.sequence, digest=state.digest)
    )
