"""What a community lets itself lose: limits, and what is done once a soft one is passed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.plumbing.points import POINTS_MAX
from app.plumbing.refusals import Conflict, Invalid, Missing

SHORTEN_MAX = 900


class NothingLimited(Invalid):
    """A limit has a soft bound, a hard one above it, or both."""


class ResponseUnfit(Invalid):
    """Only a passed soft limit is responded to; shortening says by how much."""


class NoSuchSubject(Missing):
    """There is nothing here that could be limited."""


class NoSuchLimit(Missing):
    """There is no such limit."""


class NotYoursToPrice(Conflict):
    """All communities share these prices, so a limit of one can suspend, but not shorten them."""


class ExposedBeyondLimit(Conflict):
    """The bets already accepted could cost more than this limit allows."""


class Level(StrEnum):
    """What exposure is added up over."""

    SELECTION = "selection"
    MARKET = "market"
    EVENT = "event"
    SPORT = "sport"
    COMPETITION = "competition"


class Response(StrEnum):
    """What is done once a soft limit is passed, besides saying so."""

    ALERT = "alert"
    SUSPEND = "suspend"
    SHORTEN = "shorten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Beyond `hard` bets are refused; beyond `soft` there is a response.

    `shorten_by` is in thousandths of what a price pays above the stake.
    """

    soft: int | None
    hard: int | None
    response: Response = Response.ALERT
    shorten_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    id: UUID
    level: Level
    subject_id: UUID
    bounds: Bounds
    # What runs along with the bets accepted.
    liability: int
    alerted_at: datetime | None

    @property
    def is_passed(self) -> bool:
        return self.bounds.soft is not None and self.liability > self.bounds.soft


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketBelow:
    """An undecided market below what is limited; `played`: in a competition of the community's."""

    id: UUID
    own: bool
    played: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What a community may lose.  A combo counts in full at each of its legs."""

    subject_id: UUID
    bets: int
    staked: int
    liability: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketExposure:
    """A market's selections, and what each would cost if it won: less what the others lose."""

    total: Exposure
    selections: tuple[Exposure, ...]

    def loss_if(self, won: Exposure) -> int:
        return won.liability - (self.total.staked - won.staked)

    @property
    def worst(self) -> Exposure | None:
        """The outcome that would cost most."""
        return max(self.selections, key=self.loss_if, default=None)


def check_bounds(bounds: Bounds) -> None:
    given = [bound for bound in (bounds.soft, bounds.hard) if bound is not None]
    if not given or not 0 <= given[0] <= given[-1] <= 2 * POINTS_MAX:
        raise NothingLimited(soft=bounds.soft, hard=bounds.hard)
    if bounds.response is not Response.ALERT and bounds.soft is None:
        raise ResponseUnfit(response=bounds.response)
    if (bounds.response is Response.SHORTEN) != (bounds.shorten_by is not None):
        raise ResponseUnfit(response=bounds.response, shorten_by=bounds.shorten_by)
    if bounds.shorten_by is not None and not 1 <= bounds.shorten_by <= SHORTEN_MAX:
        raise ResponseUnfit(shorten_by=bounds.shorten_by, most=SHORTEN_MAX)


def check_exposed(bounds: Bounds, *, liability: int) -> None:
    """A limit cannot undo the bets that were accepted before it."""
    if bounds.hard is not None and liability > bounds.hard:
        raise ExposedBeyondLimit(liability=liability, hard=bounds.hard)


def check_changeable(response: Response, below: Collection[MarketBelow]) -> None:
    """Refuse a response that could not do anything."""
    if response is Response.SHORTEN and below and not any(market.own for market in below):
        raise NotYoursToPrice(response=response)


def to_change(response: Response, below: Iterable[MarketBelow]) -> list[UUID]:
    """Shared markets can be suspended, which counts for the community alone."""
    match response:
        case Response.ALERT:
            return []
        case Response.SUSPEND:
            return [market.id for market in below if market.own or market.played]
        case Response.SHORTEN:
            return [market.id for market in below if market.own]


def needs_response(limit: Limit) -> bool:
    """Once each time that it is passed: what is below again may be passed again."""
    return limit.is_passed and limit.alerted_at is None


def is_over(limit: Limit) -> bool:
    """Whether what was passed is passed no more."""
    return limit.alerted_at is not None and not limit.is_passed


def to_shorten(limit: Limit, markets: list[MarketExposure]) -> set[UUID]:
    """The selection that is limited, or in each market below the one that would cost most."""
    if limit.level is Level.SELECTION:
        return {limit.subject_id}
    return {worst.subject_id for market in markets if (worst := market.worst) and worst.liability}
