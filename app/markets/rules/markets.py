"""What a market is, and how its state may change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from app.markets.rules.odds import Odds
from app.markets.rules.questions import WHOLE, MarketKind, Question, TieRule
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Missing, Stale

EVENT_OVER = frozenset({"abandoned", "finished", "cancelled"})


class NoSuchMarket(Missing):
    """There is no such market."""


class MarketStateUnfit(Conflict):
    """The market's state does not allow this."""


class SharedMarket(Forbidden):
    """All communities share this market: one of them can suspend it for itself, no more."""


class MarketExists(Conflict):
    """This event already has such a market."""


class MarketChanged(Stale):
    """Somebody changed this market since you read it.  Please read it again."""


class EventOver(Conflict):
    """The event has ended or will not take place."""


class NoSuchPlayableEvent(Missing):
    """There is no such event."""


class PlaceTermsUnfit(Invalid):
    """Places are paid in a race: name both how many and the share of the odds that they pay."""


class LineNotInQuarters(Invalid):
    """A line is a whole number of quarters, such as 2.5 or -0.75."""


class LocksAfterEvent(Invalid):
    """A market locks when its event does, or before."""


class MarketState(StrEnum):
    """Bets are taken while a market is open, and its lock time has not come."""

    DRAFT = "draft"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    SETTLED = "settled"
    VOID = "void"


# A closed market never opens again: its result may be known by then.
TRANSITIONS: Mapping[MarketState, frozenset[MarketState]] = {
    MarketState.DRAFT: frozenset({MarketState.OPEN, MarketState.VOID}),
    MarketState.OPEN: frozenset({MarketState.SUSPENDED, MarketState.CLOSED, MarketState.VOID}),
    MarketState.SUSPENDED: frozenset({MarketState.OPEN, MarketState.CLOSED, MarketState.VOID}),
    MarketState.CLOSED: frozenset({MarketState.SETTLED, MarketState.VOID}),
    # By a correction of the result only.
    MarketState.SETTLED: frozenset({MarketState.VOID}),
    MarketState.VOID: frozenset({MarketState.SETTLED}),
}
# While prices and selections may still change.
UNDECIDED = frozenset({MarketState.DRAFT, MarketState.OPEN, MarketState.SUSPENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """`odds` are the price that admins set; a community's multiplier comes on top of it."""

    id: UUID
    market_id: UUID
    number: int
    key: str
    name: str
    participant_number: int | None
    odds: Odds | None
    odds_version: int
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is agreed for all bets on a market.  `place_divisor` 4 pays a quarter of the odds."""

    kind: MarketKind
    period: str = "full_time"
    line: int | None = None
    name: str
    places: int | None = None
    place_divisor: int | None = None
    tie_rule: TieRule = TieRule.PUSH
    rule_4: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    id: UUID
    # False for what the platform shares with a community.
    own: bool
    event_id: UUID
    terms: Terms
    # As it is in the community that asks.
    state: MarketState
    # By itself; it locks with its event at the latest.
    locks_at: datetime | None
    version: int
    selections: tuple[Selection, ...]
    # Shared, and suspended by the community that asks for itself alone.
    suspended_here: bool = False
    # The number of the newest one, 0 before the first.
    grading: int = 0

    @property
    def question(self) -> Question:
        terms = self.terms
        return Question(
            kind=terms.kind,
            period=terms.period,
            line=terms.line,
            places=terms.places,
            tie_rule=terms.tie_rule,
            keys=frozenset(selection.key for selection in self.selections),
        )


def check_transition(market: Market, wanted: MarketState) -> None:
    if wanted not in TRANSITIONS[market.state]:
        raise MarketStateUnfit(
            market_id=market.id, state=market.state, allowed=sorted(TRANSITIONS[market.state])
        )


def check_undecided(market: Market) -> None:
    """Refuse to change what bets were, or are about to be, decided by."""
    if market.state not in UNDECIDED:
        raise MarketStateUnfit(market_id=market.id, state=market.state, allowed=sorted(UNDECIDED))


def check_own(market: Market) -> None:
    if not market.own:
        raise SharedMarket(market_id=market.id)


def check_may_become(market: Market, wanted: MarketState) -> None:
    """Of what all share, a community opens only what it has suspended for itself."""
    if wanted is MarketState.SUSPENDED or (wanted is MarketState.OPEN and market.suspended_here):
        return
    check_own(market)


def check_version(market: Market, seen: int) -> None:
    if seen != market.version:
        raise MarketChanged(market_id=market.id, seen=seen, current=market.version)


def check_event_lasts(status: str) -> None:
    if status in EVENT_OVER:
        raise EventOver(status=status)


def check_terms(terms: Terms) -> None:
    """Refuse what no event could answer."""
    # A question that makes no sense refuses itself.
    Question(kind=terms.kind, period=terms.period, line=terms.line, places=terms.places)
    placed = (terms.places is not None, terms.place_divisor is not None)
    races = {MarketKind.WINNER, MarketKind.PLACE, MarketKind.OUTRIGHT}
    if any(placed) and (not all(placed) or terms.kind not in races):
        raise PlaceTermsUnfit(kind=terms.kind)


def check_lock_time(locks_at: datetime | None, *, event_locks_at: datetime) -> None:
    if locks_at is not None and locks_at > event_locks_at:
        raise LocksAfterEvent(locks_at=locks_at, event_locks_at=event_locks_at)


def decimal_line(line: int) -> str:
    """A line as people read it: 10 quarters are `2.5`."""
    sign = "-" if line < 0 else ""
    whole, quarters = divmod(abs(line), WHOLE)
    return f"{sign}{whole}{('', '.25', '.5', '.75')[quarters]}"


def quarters(line: str) -> int:
    """The opposite of `decimal_line`."""
    count = Fraction(line) * WHOLE
    if count.denominator != 1:
        raise LineNotInQuarters(line=line)
    return int(count)


NAMES: Mapping[MarketKind, str] = {
    MarketKind.WINNER: "Winner",
    MarketKind.HANDICAP: "Handicap",
    MarketKind.TOTAL: "Total",
    MarketKind.BOTH_SCORE: "Both score",
    MarketKind.CORRECT_SCORE: "Correct score",
    MarketKind.PLACE: "Place",
    MarketKind.OUTRIGHT: "Outright",
    MarketKind.DOUBLE_CHANCE: "Double chance",
    MarketKind.DRAW_NO_BET: "Draw no bet",
    MarketKind.ODD_EVEN: "Odd or even",
    MarketKind.RESULT_AND_TOTAL: "Result and total",
    MarketKind.HALF_FULL: "Half time, full time",
    MarketKind.CUSTOM: "Custom",
}


def named(terms: Terms) -> Terms:
    """The terms with the usual name, where they came without one."""
    if terms.name:
        return terms
    name = NAMES[terms.kind]
    if terms.line is not None:
        name += f" {decimal_line(terms.line)}"
    if terms.period != "full_time":
        name += f", {terms.period.replace('_', ' ')}"
    return replace(terms, name=name)
