"""Prices that move, as they do before a game: an event is played anew, and priced by that."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service as catalogue
from app.catalogue.rules.events import NoSuchEvent
from app.development.demo.chances import prices
from app.development.demo.schedule import fixtures
from app.development.demo.tours import Tour
from app.development.seed import BY
from app.markets import service as markets
from app.markets.rules.markets import Market, MarketState
from app.markets.rules.prices import Source

MARKETS_MAX = 200


async def move_prices(tx: AsyncConnection, tour: Tour, *, now: datetime, random: Random) -> None:
    """Move the prices of one market of one of the tour's coming events."""
    fixture = random.choice(fixtures(tour, now))
    try:
        sport = await catalogue.get_sport(tx, tour.sport)
        event = await catalogue.get_event(tx, sport, fixture.slug)
    except NoSuchEvent:
        return
    if still_open := await _list_open(tx, event.id):
        strengths = [tour.strengths[name] for name in fixture.participants]
        changes = prices([random.choice(still_open)], tour.scheme, strengths, random)
        await markets.enter_prices(tx, changes, source=Source.MARGIN, by=BY)


async def _list_open(tx: AsyncConnection, event_id: UUID) -> Sequence[Market]:
    """Those that nobody has suspended, and nobody has withdrawn from."""
    return [
        market
        for market in await markets.list_markets(tx, event_id, after=None, limit=MARKETS_MAX)
        if market.state is MarketState.OPEN
        and all(selection.withdrawn_at is None for selection in market.selections)
    ]
