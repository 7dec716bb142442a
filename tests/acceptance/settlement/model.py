"""A community in a few lines of Python, to hold the real one against: events, bets, and what is in
force about them.  It settles nothing: whatever a bet is follows from what is in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor, prod

from hypothesis.vendor.pretty import RepresentationPrinter

from tests.acceptance.settlement import reckoning
from tests.acceptance.settlement.reckoning import VOID, WON, Ending, Parts

CASH_OUT_MARGIN = Fraction(50, 1_000)
PLACES, PLACE_TERMS = 2, 4


class Named:
    """Hypothesis tells of it in a word."""

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:  # noqa: FBT001 - its words
        printer.text(repr(self))


@dataclass(eq=False, kw_only=True)
class Event(Named):
    """`began_with` is the first bet that came too late, where that is known."""

    name: str
    race: bool
    locked: bool = False
    multiplier: int = 1_000
    ending: Ending | None = None
    began_with: "Bet | None" = None
    markets: list["Market"] = field(default_factory=list)

    @property
    def over(self) -> bool:
        """For those who would bet on it."""
        return self.locked or self.ending is not None

    def __repr__(self) -> str:
        return self.name


@dataclass(eq=False, kw_only=True)
class Market(Named):
    """`corrected` are odds that should have been, by selection and version."""

    event: Event
    kind: str
    line: int | None = None
    selections: dict[str, "Selection"] = field(default_factory=dict)
    suspended: bool = False
    closed: bool = False
    marks: Mapping[str, Parts] | None = None
    void: bool = False
    corrected: dict[tuple[str, int], int] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"{self.event}'s {self.kind}"

    def note_grading(self) -> None:
        """After a ruling on it: what was graded takes no bets any more, ever."""
        graded = any(self.outcome(each) for each in self.selections.values())
        self.closed = self.closed or graded or self.event.ending is not None

    def outcome(self, selection: "Selection") -> tuple[Parts, Parts] | None:
        """To win, and to be placed; None as long as nobody can know."""
        if self.void:
            return VOID, VOID
        if self.kind == "custom":
            return self._by_hand(selection)
        if self.event.ending is None:
            return None
        if selection.withdrawn or not self.event.ending.played:
            return VOID, VOID
        return self._by_result(selection.key, self.event.ending)

    def _by_hand(self, selection: "Selection") -> tuple[Parts, Parts] | None:
        if self.marks:
            marked = VOID if selection.withdrawn else self.marks[selection.key]
            return marked, marked
        ending = self.event.ending
        nobody_left = all(each.withdrawn for each in self.selections.values())
        if ending and (ending.abandoned or not ending.played or nobody_left):
            return VOID, VOID
        # Nobody has said what became of the others: the market waits as a whole.
        return None

    def _by_result(self, key: str, ending: Ending) -> tuple[Parts, Parts]:
        if ending.goals is None:
            if key in ending.absent:
                return VOID, VOID
            places = ending.places
            return reckoning.placed(key, places, among=1), reckoning.placed(
                key, places, among=PLACES
            )
        win = self._by_goals(key, ending.goals)
        # Of an abandoned event only what was decided stands: a total that was passed.
        passed = self.kind == "total" and self._by_goals("over", ending.goals) == WON
        stands = passed or not ending.abandoned
        return (win, win) if stands else (VOID, VOID)

    def _by_goals(self, key: str, goals: tuple[int, int]) -> Parts:
        match self.kind:
            case "total":
                return reckoning.total(key, goals, self.line or 0)
            case "handicap":
                return reckoning.handicap(key, goals, self.line or 0)
            case _:
                return reckoning.winner(key, goals)


@dataclass(eq=False, kw_only=True)
class Selection(Named):
    """`prices` are its odds by version, from 1; `withdrawn` is the moment when it was."""

    market: Market
    key: str
    prices: list[int]
    withdrawn: int | None = None

    def __repr__(self) -> str:
        return f"{self.market} {self.key}"

    @property
    def odds(self) -> int:
        return reckoning.reduced(self.prices[-1], self.market.event.multiplier)

    @property
    def offered(self) -> bool:
        market = self.market
        shut = market.suspended or market.closed or market.event.over
        return not shut and self.withdrawn is None


@dataclass(eq=False, kw_only=True)
class Leg:
    selection: Selection
    version: int
    multiplier: int

    @classmethod
    def on(cls, selection: Selection) -> "Leg":
        return cls(
            selection=selection,
            version=len(selection.prices),
            multiplier=selection.market.event.multiplier,
        )

    @property
    def base(self) -> int:
        return self.selection.prices[self.version - 1]

    @property
    def odds(self) -> int:
        return reckoning.reduced(self.base, self.multiplier)


@dataclass(eq=False, kw_only=True)
class Bet(Named):
    name: str
    entry: str
    kind: str
    stake: int
    legs: tuple[Leg, ...]
    fold: int | None = None
    each_way: bool = False
    accepted: int = 0
    cancelled: bool = False
    cashed_out: int | None = None

    def __repr__(self) -> str:
        return self.name

    @property
    def told(self) -> str:
        kind = f"{'each-way ' if self.each_way else ''}{self.kind} {self.fold or ''}"
        legs = ", ".join(f"{leg.selection} at {leg.odds}" for leg in self.legs)
        return f"{self} is {self.entry}'s {kind} of {self.stake} on {legs}"

    @property
    def lines(self) -> int:
        return reckoning.lines_of(self.kind, len(self.legs), self.fold, each_way=self.each_way)

    @property
    def cashable(self) -> bool:
        return self.kind in {"single", "combo"} and not self.each_way

    def is_late(self, leg: Leg) -> bool:
        began = leg.selection.market.event.began_with
        return began is not None and self.accepted >= began.accepted

    def outcomes(self) -> list[tuple[Parts, Parts] | None]:
        found = [leg.selection.market.outcome(leg.selection) for leg in self.legs]
        return [
            (VOID, VOID) if outcome and self.is_late(leg) else outcome
            for leg, outcome in zip(self.legs, found, strict=True)
        ]

    def paid_odds(self, leg: Leg) -> Fraction:
        market = leg.selection.market
        base = market.corrected.get((leg.selection.key, leg.version), leg.base)
        gone = [
            each.prices[-1]
            for each in market.selections.values()
            if market.event.race and (each.withdrawn or 0) > self.accepted
        ]
        return reckoning.paid_odds(reckoning.reduced(base, leg.multiplier), reckoning.rule_4(gone))

    def returns(self, outcomes: list[tuple[Parts, Parts] | None]) -> Fraction:
        odds = [self.paid_odds(leg) for leg in self.legs]
        each = [*zip(outcomes, odds, strict=True)]
        win = [reckoning.multiplier(known and known[0], price) for known, price in each]
        place = [
            reckoning.multiplier(known and known[1], 1 + (price - 1) / PLACE_TERMS)
            for known, price in each
        ]
        sides = [win, place] if self.each_way else [win]
        return Fraction(self.stake, self.lines) * reckoning.returns(self.kind, self.fold, sides)

    def now(self) -> tuple[str, str | None, int | None]:
        """State, result and payout."""
        if self.cancelled:
            return "cancelled", None, self.stake
        if self.cashed_out is not None:
            return "cashed_out", None, self.cashed_out
        outcomes = self.outcomes()
        returns = self.returns(outcomes)
        if None in outcomes and returns > 0:
            return "accepted", None, None
        void = all(
            known and known[0] == VOID and (not self.each_way or known[1] == VOID)
            for known in outcomes
        )
        paid = floor(returns)
        return "settled", reckoning.result_of(self.stake, paid, void=void), paid

    def offer(self) -> int:
        """What it could be cashed out for, while all of its legs are open."""
        each = [(self.paid_odds(leg), Fraction(leg.selection.odds, 1_000)) for leg in self.legs]
        most = floor(self.stake * prod(taken for taken, _ in each))
        factors = [taken / now for taken, now in each]
        return min(most, reckoning.cash_out(self.stake, factors, margin=CASH_OUT_MARGIN))


@dataclass(kw_only=True)
class Model:
    moment: int = 0
    events: list[Event] = field(default_factory=list)
    bets: list[Bet] = field(default_factory=list)
    given: dict[str, int] = field(default_factory=dict)

    @property
    def markets(self) -> list[Market]:
        return [market for event in self.events for market in event.markets]

    @property
    def selections(self) -> list[Selection]:
        return [each for market in self.markets for each in market.selections.values()]

    @property
    def on_offer(self) -> list[Selection]:
        return [each for each in self.selections if each.offered]

    @property
    def events_to_come(self) -> list[Event]:
        return [event for event in self.events if not event.over]

    @property
    def markets_with_bets(self) -> list[Market]:
        with_bets = {leg.selection.market for bet in self.bets for leg in bet.legs}
        return [market for market in self.markets if market in with_bets]

    def tick(self) -> int:
        self.moment += 1
        return self.moment

    def net_points(self, entry: str) -> int:
        """Of bets that are settled."""
        ended = [bet for bet in self.bets if bet.entry == entry and bet.now()[0] == "settled"]
        return sum((bet.now()[2] or 0) - bet.stake for bet in ended)

    def position(self, entry: str) -> tuple[int, int]:
        """Balance and debt: whoever owes has nothing."""
        of_bets = sum((bet.now()[2] or 0) - bet.stake for bet in self.bets if bet.entry == entry)
        worth = self.given[entry] + of_bets
        return max(0, worth), min(0, worth)

    def sums(self) -> dict[str, int]:
        """What the competition's own accounts hold."""
        each = [(bet.stake, *bet.now()) for bet in self.bets]
        staked = sum(stake for stake, state, _, _ in each if state == "accepted")
        won = sum(stake - (paid or 0) for stake, state, _, paid in each if state != "accepted")
        return {"escrow": staked, "house": won}
