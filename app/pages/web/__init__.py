"""Pages for people."""

from app.pages.rules import places
from app.pages.web import (
    administration,
    bets,
    boards,
    calculator,
    competitions,
    home,
    invitations,
    leagues,
    office,
    players,
    playing,
    pools,
    predictions,
    slips,
)
from app.pages.web.appearance import AppearanceController
from app.pages.web.filters import FILTERS
from app.pages.web.help import show_help
from app.pages.web.limits import LimitsController
from app.pages.web.points import PointsController, show_statement
from app.pages.web.profile import ProfileController

CONTROLLERS = (
    *administration.CONTROLLERS,
    AppearanceController,
    *bets.HANDLERS,
    *(boards.LeaderboardController, boards.community_leaderboard),
    calculator.calculator,
    *competitions.HANDLERS,
    show_help,
    *home.HANDLERS,
    *invitations.HANDLERS,
    leagues.LeagueController,
    LimitsController,
    *(PointsController, show_statement),
    *office.CONTROLLERS,
    players.player,
    *playing.HANDLERS,
    pools.PoolController,
    *(predictions.PredictionController, predictions.bonus_question),
    *slips.HANDLERS,
)
# They change people: see `ForgetPeople`.
OF_PEOPLE = (ProfileController,)
GLOBALS = {"main_places": places.main_places, "is_here": places.is_here}

__all__ = ["CONTROLLERS", "FILTERS", "GLOBALS", "OF_PEOPLE"]
