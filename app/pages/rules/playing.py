"""How an event and its markets are shown to those who bet on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.catalogue.rules.events import Event, EventStatus
from app.catalogue.rules.results import LiveScore, ResultDocument, Scores
from app.markets.rules.markets import Market, MarketState
from app.markets.rules.odds import Odds
from app.markets.rules.outcomes import Outcome
from app.markets.rules.prices import Multiplier
from app.markets.rules.questions import MarketKind
from app.plumbing.languages import sentence

# What most people come for first; a market of any other kind comes after.
ORDER = (
    MarketKind.WINNER,
    MarketKind.OUTRIGHT,
    MarketKind.TOTAL,
    MarketKind.HANDICAP,
    MarketKind.BOTH_SCORE,
    MarketKind.PLACE,
    MarketKind.DOUBLE_CHANCE,
    MarketKind.DRAW_NO_BET,
    MarketKind.CORRECT_SCORE,
    MarketKind.HALF_FULL,
    MarketKind.RESULT_AND_TOTAL,
    MarketKind.ODD_EVEN,
    MarketKind.CUSTOM,
)
# So many are shown at once; the others unfold at a tap.
UNFOLDED = 3
# Names of these lengths stand side by side.
SHORT_NAME = 14
FULL_TIME = "full_time"

PERIODS = {
    "first_half": sentence("First half"),
    "half_time": sentence("Half-time"),
    FULL_TIME: sentence("Full time"),
    "extra_time": sentence("After extra time"),
    "shoot_out": sentence("Shoot-out"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionShown:
    """`offered` where it can be tapped: somebody may bet on it at this moment."""

    id: UUID
    name: str
    odds: Odds | None
    withdrawn: bool
    offered: bool
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketShown:
    id: UUID
    name: str
    period: str
    state: MarketState
    locks_at: datetime
    locked: bool
    places: int | None
    place_divisor: int | None
    unfolded: bool
    selections: Sequence[SelectionShown]

    @property
    def offered(self) -> bool:
        return self.state is MarketState.OPEN and not self.locked

    @property
    def long(self) -> bool:
        """Whether its selections need a line each."""
        return max((len(each.name) for each in self.selections), default=0) > SHORT_NAME


def markets_shown(
    event: Event,
    markets: Sequence[Market],
    *,
    multiplier: Multiplier,
    outcomes: Mapping[UUID, Outcome],
    now: datetime,
) -> list[MarketShown]:
    """What can be bet on first, and of that, what most come for."""
    shown = sorted(markets, key=lambda market: _rank(event, market, now))
    return [
        _market(event, market, multiplier, outcomes, now=now, unfolded=number < UNFOLDED)
        for number, market in enumerate(shown)
    ]


def score_of(event: Event, result: ResultDocument | None) -> Scores | None:
    """The newest score that was said: of the result, or of the event while it lasts."""
    said: ResultDocument | LiveScore | None = result or event.score
    if said is None or not said.scores:
        return None
    return said.scores.get("extra_time") or said.scores.get(FULL_TIME) or _last(said.scores)


def in_order(scores: Mapping[str, Scores]) -> list[tuple[str, Scores]]:
    """As they are played; those of a sport's own, such as sets, before the whole."""
    known = list(PERIODS)
    return sorted(
        scores.items(), key=lambda each: (known.index(each[0]) if each[0] in known else 0, each[0])
    )


def _last(scores: Mapping[str, Scores]) -> Scores:
    return list(scores.values())[-1]


def _market(
    event: Event,
    market: Market,
    multiplier: Multiplier,
    outcomes: Mapping[UUID, Outcome],
    *,
    now: datetime,
    unfolded: bool,
) -> MarketShown:
    locked = _is_locked(event, market, now)
    open_now = market.state is MarketState.OPEN and not locked
    return MarketShown(
        id=market.id,
        name=market.terms.name,
        period=market.terms.period,
        state=market.state,
        locks_at=_locks_at(event, market),
        locked=locked,
        places=market.terms.places,
        place_divisor=market.terms.place_divisor,
        unfolded=unfolded,
        selections=[
            SelectionShown(
                id=selection.id,
                name=selection.name,
                odds=multiplier.of(selection.odds),
                withdrawn=selection.withdrawn_at is not None,
                offered=open_now and bool(selection.odds) and not selection.withdrawn_at,
                outcome=outcomes[selection.id].name if selection.id in outcomes else None,
            )
            for selection in market.selections
        ],
    )


def _locks_at(event: Event, market: Market) -> datetime:
    return min(event.schedule.locks_at, market.locks_at or event.schedule.locks_at)


def _is_locked(event: Event, market: Market, now: datetime) -> bool:
    return event.status is not EventStatus.SCHEDULED or now >= _locks_at(event, market)


def _rank(event: Event, market: Market, now: datetime) -> tuple[bool, bool, int]:
    offered = market.state is MarketState.OPEN and not _is_locked(event, market, now)
    kind = market.terms.kind
    return not offered, market.terms.period != FULL_TIME, ORDER.index(kind)
