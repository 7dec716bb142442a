"""Questions about events and their odds: what players see, and what admins make of them."""

from app.markets.api.managing import MarketsApi, PlatformMarketsApi
from app.markets.api.playing import PlayedMarketsApi
from app.markets.api.pricing import PlatformPricesApi, PricesApi

CONTROLLERS = (PlayedMarketsApi, MarketsApi, PlatformMarketsApi, PricesApi, PlatformPricesApi)
