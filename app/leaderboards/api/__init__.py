"""Leaderboards, statistics, and the end of a season."""

from app.leaderboards.api.boards import (
    CommunityLeaderboardApi,
    LeaderboardApi,
    PrivateLeagueLeaderboardApi,
)

CONTROLLERS = (
    CommunityLeaderboardApi,
    LeaderboardApi,
    PrivateLeagueLeaderboardApi,
)

__all__ = ["CONTROLLERS"]
