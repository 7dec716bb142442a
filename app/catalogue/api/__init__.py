"""Sports, leagues, participants, events and their results."""

from app.catalogue.api.events import EventsApi
from app.catalogue.api.imports import ImportsApi
from app.catalogue.api.leagues import LeaguesApi
from app.catalogue.api.sports import SportsApi

CONTROLLERS = (SportsApi, LeaguesApi, EventsApi, ImportsApi)

__all__ = ["CONTROLLERS"]
