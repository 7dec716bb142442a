"""Leaderboards, statistics, and the end of a season."""

from app.leaderboards.api.boards import (
    CommunityLeaderboardApi,
    LeaderboardApi,
    PrivateLeagueLeaderboardApi,
    provide_pages,
)
from app.leaderboards.api.explanations import StandingApi
from app.leaderboards.api.finishing import SeasonApi
from app.leaderboards.api.statistics import PlayerApi

CONTROLLERS = (
    CommunityLeaderboardApi,
    LeaderboardApi,
    PlayerApi,
    PrivateLeagueLeaderboardApi,
    SeasonApi,
    StandingApi,
)

__all__ = ["CONTROLLERS", "provide_pages"]
