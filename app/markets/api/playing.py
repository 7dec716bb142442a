"""Markets as players see them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get
from litestar.params import FromPath
from msgspec import Struct

from app.markets import service
from app.markets.api.shapes import MarketOut, OddsOut
from app.markets.rules.prices import Price
from app.plumbing import etags
from app.plumbing.access import players
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Number, Page, key_of, page_of
from app.plumbing.web import Reading


class MovementOut(Struct, frozen=True):
    """A price that a selection had from `at` on, before the community's multiplier."""

    version: int
    odds: OddsOut
    at: datetime

    @classmethod
    def of(cls, price: Price) -> "MovementOut":
        return cls(version=price.version, odds=price.odds, at=price.at)


class PlayedMarketsApi(Controller):
    path = "/api"
    guards = (players,)

    @get("/sports/{sport:str}/events/{event:str}/markets")
    async def markets(
        self,
        request: Request[Any, Any, Any],
        reading: Reading,
        sport: FromPath[str],
        event: FromPath[str],
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[MarketOut]]:
        """List an event's markets, by its sport's slug and its own slug or id."""
        shown = await service.get_shown_event(reading, sport=sport, event=event)
        multiplier = await service.find_multiplier(reading, shown.id)
        rows = await service.list_markets(
            reading, shown.id, after=key_of(after, UUID), limit=limit + 1
        )
        page = page_of(
            rows,
            limit,
            key=lambda market: market.id,
            show=lambda market: MarketOut.of(
                market, event_locks_at=shown.locks_at, multiplier=multiplier
            ),
        )
        return etags.answer(request, page)

    @get("/markets/{market_id:uuid}")
    async def market(
        self, request: Request[Any, Any, Any], reading: Reading, market_id: FromPath[UUID]
    ) -> Response[MarketOut]:
        """Show a market with its odds."""
        market = await service.get_shown_market(reading, market_id)
        event = await service.get_event(reading, market.event_id)
        multiplier = await service.find_multiplier(reading, event.id)
        shown = MarketOut.of(market, event_locks_at=event.locks_at, multiplier=multiplier)
        return etags.answer(request, shown)

    @get("/markets/{market_id:uuid}/selections/{selection_id:uuid}/movement")
    async def movement(
        self,
        reading: Reading,
        market_id: FromPath[UUID],
        selection_id: FromPath[UUID],
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[MovementOut]:
        """Show how a selection's price has moved, the newest first."""
        service.check_selection(await service.get_shown_market(reading, market_id), selection_id)
        rows = await service.list_prices(
            reading, selection_id, before=key_of(after, Number), limit=limit + 1
        )
        return page_of(rows, limit, key=lambda price: price.version, show=MovementOut.of)
