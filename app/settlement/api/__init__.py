"""Results and other rulings: entered, previewed, confirmed by whoever may; and their settlement."""

from app.settlement.api.bonus import BonusAnswerApi
from app.settlement.api.explanations import ExplanationApi
from app.settlement.api.markets import MarketRulingsApi
from app.settlement.api.results import ResultsApi
from app.settlement.api.rulings import RulingsApi
from app.settlement.api.runs import RunApi

CONTROLLERS = (
    BonusAnswerApi,
    ExplanationApi,
    MarketRulingsApi,
    ResultsApi,
    RulingsApi,
    RunApi,
)

__all__ = ["CONTROLLERS"]
