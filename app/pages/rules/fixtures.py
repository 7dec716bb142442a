"""Events as lists of them show: who meets, when, the score, and the prices of the main market."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from app.catalogue.rules.events import EventStatus
from app.markets.rules.markets import MarketState
from app.markets.rules.odds import Odds

# A list has room for so many prices of one event; an outright's others are on its page.
PRICES_MAX = 3
FULL_TIME = "full_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSeen:
    selection_id: UUID
    key: str
    name: str
    odds: Odds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketSeen:
    """A market with as many prices as a list has room for."""

    id: UUID
    name: str
    state: MarketState
    prices: Sequence[PriceSeen]
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSeen:
    """`competition` is where whoever looks would play on it."""

    id: UUID
    competition_id: UUID
    competition: str
    name: str
    sport: str
    league: str | None
    round: str | None
    starts_at: datetime
    locks_at: datetime
    status: EventStatus
    sides: Sequence[str]
    score: Sequence[int] | None
    clock: str | None
    predicted: Sequence[int] | None
    bets: int

    @property
    def path(self) -> str:
        return f"/competitions/{self.competition_id}/events/{self.id}"

    @property
    def is_live(self) -> bool:
        return self.status is EventStatus.LIVE

    def is_locked(self, now: datetime) -> bool:
        return now >= self.locks_at or self.status is not EventStatus.SCHEDULED


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The events of one day, as the reader's calendar has it."""

    on: date
    begins_at: datetime
    events: Sequence[EventSeen]


def by_day(events: Iterable[EventSeen], zone: ZoneInfo) -> list[Day]:
    """In the order given, which is that of their beginning or its reverse."""
    days = groupby(events, key=lambda event: event.starts_at.astimezone(zone).date())
    return [_day(on, list(of_day)) for on, of_day in days]


def score_of(told: Mapping[str, object] | None, seats: int) -> tuple[int, ...] | None:
    """The one score of a document that a list shows: the whole game's, or as far as it has come."""
    scores = (told or {}).get("scores")
    if not isinstance(scores, Mapping) or not scores:
        return None
    period = FULL_TIME if FULL_TIME in scores else max(scores)
    score = scores[period]
    return tuple(int(score.get(str(seat), 0)) for seat in range(1, seats + 1))


def shortened(prices: Sequence[PriceSeen]) -> list[PriceSeen]:
    """All of them where there is room, or the favourites."""
    if len(prices) <= PRICES_MAX:
        return list(prices)
    known = [price for price in prices if price.odds]
    return sorted(known, key=lambda price: price.odds or 0)[:PRICES_MAX]


def _day(on: date, events: Sequence[EventSeen]) -> Day:
    return Day(on=on, begins_at=events[0].starts_at, events=events)
