"""How a competition is played: one document, versioned; each bet is decided by its own version."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.plumbing.points import POINTS_MAX


class JoinPolicy(StrEnum):
    OPEN = "open"
    INVITATION = "invitation"
    APPROVAL = "approval"
    CODE = "code"


class Mode(StrEnum):
    FIXED_ODDS = "fixed_odds"
    POOL = "pool"
    PREDICTION = "prediction"


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Standing(StrEnum):
    """What entries are ranked by, first; and what separates those that are equal, after."""

    NET_WORTH = "net_worth"
    NET_POINTS = "net_points"
    PREDICTION_POINTS = "prediction_points"
    EXACT_PREDICTIONS = "exact_predictions"
    WIN_RATE = "win_rate"
    EARLIEST_ENTRY = "earliest_entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUp:
    points: int
    every: Every


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeLimits:
    """Shares are in thousandths of the bankroll: what an entry had to play with today."""

    minimum: int = 1
    maximum: int = 1_000_000
    maximum_payout: int = POINTS_MAX
    share_of_bankroll: int | None = None
    day_share_of_bankroll: int | None = None


# What is offered to whoever wants the stakes limited by the bankroll.
CAREFUL_STAKES = StakeLimits(share_of_bankroll=20, day_share_of_bankroll=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """`takeout` is in thousandths of the stakes."""

    takeout: int = 0
    minimum_dividend: bool = True
    carry_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionSettings:
    """With a quota, a right tendency earns more the fewer had it, between two bounds."""

    exact: int = 4
    difference: int = 3
    tendency: int = 2
    jokers_a_round: int = 1
    quota: bool = False
    quota_minimum: int = 2
    quota_maximum: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetitionSettings:
    join_policy: JoinPolicy = JoinPolicy.OPEN
    modes: frozenset[Mode] = field(default_factory=lambda: frozenset(Mode))
    starting_points: int = 1_000
    top_up: TopUp | None = None
    stakes: StakeLimits = StakeLimits()
    # For how long after placing it a bet may be taken back.
    cancel_seconds: int = 60
    # In thousandths of what is cashed out.
    cash_out_margin: int = 50
    same_event_combos: bool = False
    postponement_hours: int = 36
    four_eyes: bool = False
    pools: PoolSettings = PoolSettings()
    predictions: PredictionSettings = PredictionSettings()
    standing: tuple[Standing, ...] = (Standing.NET_WORTH, Standing.EARLIEST_ENTRY)
