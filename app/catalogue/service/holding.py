"""What use cases of the catalogue have in common: what they hold, and who did it."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import System
from app.catalogue.rules.events import MarketsAppeared
from app.catalogue.store import locks
from app.plumbing.access import Actor

UUID_LENGTH = 36

# Refuses a version of an event that is not the one that was read.
CheckVersion = Callable[[int], None]


async def hold_catalogue(tx: AsyncConnection) -> None:
    """Make all who change this community's catalogue, or rule on it, wait for each other."""
    await locks.lock_catalogue(tx)


async def hold_events(tx: AsyncConnection, event_ids: Sequence[UUID]) -> None:
    """Keep bets away from our own events until we commit.

    Events change only while the catalogue is held, so what was read since is still true.
    """
    if not event_ids:
        return
    markets = await locks.find_markets(tx, event_ids)
    await locks.lock_markets(tx, markets)
    await locks.lock_events(tx, event_ids)
    if await locks.find_markets(tx, event_ids) != markets:
        raise MarketsAppeared


async def lock_markets(tx: AsyncConnection, market_ids: Iterable[UUID]) -> None:
    """Wait for the bets in flight on these markets, and keep others out until we commit.

    Look at the markets afterwards, in a later statement.
    """
    await locks.lock_markets(tx, market_ids)


async def hold_visible(tx: AsyncConnection, event_id: UUID) -> None:
    """Keep this community's bets and predictions away from an event until we commit.

    Whoever predicts holds the catalogue, too: an event need not have markets.
    """
    await locks.lock_catalogue(tx)
    markets = await locks.find_visible_markets(tx, event_id)
    await locks.lock_markets(tx, markets)
    if await locks.find_visible_markets(tx, event_id) != markets:
        raise MarketsAppeared


def author_of(by: Actor | System) -> str:
    return f"system:{by.name}" if isinstance(by, System) else by.subject


def slug_or_id(key: str) -> str | UUID:
    try:
        return UUID(key) if len(key) == UUID_LENGTH else key
    except ValueError:
        return key
