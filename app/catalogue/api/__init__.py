"""The catalogue for programs: JSON in, JSON out.  Nothing is decided here."""

from app.catalogue.api.events import EventsApi
from app.catalogue.api.imports import ImportsApi
from app.catalogue.api.leagues import LeaguesApi
from app.catalogue.api.sports import SportsApi

CONTROLLERS = (SportsApi, LeaguesApi, EventsApi, ImportsApi)

__all__ = ["CONTROLLERS"]
