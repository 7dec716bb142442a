"""What a leaderboard shows, of what, and by which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.competitions.rules.settings import Standing
from app.plumbing.refusals import Invalid, Missing

NEIGHBOURS_MAX = 25

# Of one round or sport there is only what bets and predictions made.
OF_A_PART = (
    Standing.NET_POINTS,
    Standing.ROI,
    Standing.WIN_RATE,
    Standing.PREDICTION_POINTS,
    Standing.EXACT_PREDICTIONS,
)
# The earliest entry only tells equals apart.
FIRST = tuple(each for each in Standing if each is not Standing.EARLIEST_ENTRY)
OF_THE_COMMUNITY = (
    Standing.NET_POINTS,
    Standing.PREDICTION_POINTS,
    Standing.EARLIEST_ENTRY,
)


class NoLeaderboardYet(Missing):
    """This leaderboard is not there yet.  It comes within seconds of the first entry."""


class NotInLeaderboard(Missing):
    """You are not in this leaderboard."""


class NotRankedBy(Invalid):
    """This leaderboard is not ranked by that."""


class Outside(StrEnum):
    """Why somebody is shown without a rank."""

    BOT = "bot"
    EXCLUDED = "excluded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """All of a leaderboard, or a part: members of a private league, a round, a sport."""

    board_id: UUID
    league_id: UUID | None = None
    round: str | None = None
    sport_id: UUID | None = None

    @property
    def is_part(self) -> bool:
        return self.round is not None or self.sport_id is not None

    @property
    def is_whole(self) -> bool:
        return not self.is_part and self.league_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place of a leaderboard.  Rates are in ten-thousandths."""

    place: int
    rank: int | None
    player_id: UUID
    player: str
    entry_id: UUID | None
    outside: Outside | None
    joined_at: datetime
    given: int
    net_worth: int
    net_points: int
    bets: int
    staked: int
    paid: int
    won: int
    lost: int
    roi: int | None
    win_rate: int | None
    prediction_points: int
    exact_predictions: int
    streak: int
    best_streak: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A player's own place, with so many neighbours above and below."""

    board_id: UUID
    player_id: UUID
    neighbours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRank:
    """Where somebody stood at the end of a day."""

    day: date
    rank: int | None
    net_worth: int
    net_points: int
    prediction_points: int


def usual_order(ranked_by: Sequence[Standing], scope: Scope) -> tuple[Standing, ...]:
    """What a leaderboard goes by, as far as it is known of this part of it."""
    if not scope.is_part:
        return tuple(ranked_by)
    known = tuple(each for each in ranked_by if each in OF_A_PART) or OF_A_PART[:1]
    return (*known, Standing.EARLIEST_ENTRY)


def order_by(
    wanted: Standing | None, ranked_by: Sequence[Standing], scope: Scope
) -> tuple[Standing, ...]:
    """What is asked for first, and then whatever else tells equals apart."""
    usual = usual_order(ranked_by, scope)
    if wanted is None:
        return usual
    allowed = OF_A_PART if scope.is_part else FIRST
    if wanted not in allowed:
        raise NotRankedBy(by=wanted, allowed=list(allowed))
    return (wanted, *(each for each in usual if each is not wanted))
