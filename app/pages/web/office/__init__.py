"""Officials' pages: what needs attention, events, markets, odds and results."""

from app.pages.web.office.catalogue import CatalogueController
from app.pages.web.office.dashboard import DashboardController
from app.pages.web.office.editing import EditingController
from app.pages.web.office.imports import ImportsController
from app.pages.web.office.market import MarketController
from app.pages.web.office.markets import EventMarketsController
from app.pages.web.office.programme import ProgrammeController
from app.pages.web.office.results import ResultsController
from app.pages.web.office.rulings import MarketRulingsController, RulingsController
from app.pages.web.office.scoring import ScoringController

CONTROLLERS = (
    CatalogueController,
    DashboardController,
    EditingController,
    EventMarketsController,
    ImportsController,
    MarketController,
    MarketRulingsController,
    ProgrammeController,
    ResultsController,
    RulingsController,
    ScoringController,
)

__all__ = ["CONTROLLERS"]
