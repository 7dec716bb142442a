"""Competitions, entries, private leagues, and points by hand."""

from app.competitions.api.competitions import CompetitionApi, CompetitionEventApi
from app.competitions.api.entries import CompetitionEntryApi, EntryApi
from app.competitions.api.leagues import CompetitionLeagueApi, PrivateLeagueApi
from app.competitions.api.points import PointsApi

CONTROLLERS = (
    CompetitionApi,
    CompetitionEventApi,
    CompetitionEntryApi,
    CompetitionLeagueApi,
    EntryApi,
    PrivateLeagueApi,
    PointsApi,
)

__all__ = ["CONTROLLERS"]
