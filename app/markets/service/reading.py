"""Looking at markets, as admins and as players see them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.markets.rules.markets import Market, MarketState, NoSuchMarket, NoSuchPlayableEvent
from app.markets.rules.prices import Multiplier, UnknownSelection
from app.markets.store import events
from app.markets.store import markets as store
from app.markets.store.events import Event


async def get_event(tx: AsyncConnection, event_id: UUID) -> Event:
    event = await events.find_event(tx, event_id)
    if event is None:
        raise NoSuchPlayableEvent(event_id=event_id)
    return event


async def get_shown_event(tx: AsyncConnection, *, sport: str, event: str) -> Event:
    """An event by its slug or id, unless the community hides it."""
    shown = await events.find_shown_event(tx, sport=sport, event=event)
    if shown is None:
        raise NoSuchPlayableEvent(sport=sport, event=event)
    return shown


async def get_market(tx: AsyncConnection, market_id: UUID) -> Market:
    found = await store.find_markets(tx, [market_id])
    if not found:
        raise NoSuchMarket(id=market_id)
    return found[0]


async def get_shown_market(tx: AsyncConnection, market_id: UUID) -> Market:
    """A market that players may see: no draft, and not of a hidden event."""
    market = await get_market(tx, market_id)
    if market.state is MarketState.DRAFT or not await events.is_shown(tx, market.event_id):
        raise NoSuchMarket(id=market_id)
    return market


def check_selection(market: Market, selection_id: UUID) -> None:
    if selection_id not in {selection.id for selection in market.selections}:
        raise UnknownSelection(id=selection_id)


async def list_markets(
    tx: AsyncConnection, event_id: UUID, *, after: UUID | None, limit: int, drafts: bool = False
) -> list[Market]:
    return await store.list_markets(tx, event_id, after=after, limit=limit, drafts=drafts)


async def find_multiplier(tx: AsyncConnection, event_id: UUID) -> Multiplier:
    """What the community makes of the event's prices; as they are, if it says nothing."""
    return await events.find_multiplier(tx, event_id)
