"""Results and other rulings: entered, previewed, confirmed by whoever may."""

from app.settlement.api.markets import MarketRulingsApi
from app.settlement.api.results import ResultsApi
from app.settlement.api.rulings import RulingsApi

CONTROLLERS = (MarketRulingsApi, ResultsApi, RulingsApi)

__all__ = ["CONTROLLERS"]
