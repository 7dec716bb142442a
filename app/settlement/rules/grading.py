"""Grading a whole market: what is in force about it becomes an outcome of each selection."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from app.catalogue.rules.events import Event, EventStatus, taking_part
from app.catalogue.rules.results import ResultDocument
from app.catalogue.rules.sports import Scheme
from app.markets.rules.grading import grade
from app.markets.rules.markets import Market, MarketState, Selection
from app.markets.rules.outcomes import VOID, Outcome
from app.markets.rules.questions import MarketKind, Question
from app.markets.rules.results import Result
from app.plumbing.refusals import Refusal
from app.settlement.rules.rulings import Ruling, RulingDocument, RulingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Of `divisor` parts of the stake, `win` are paid at the odds and `push` are returned."""

    win: int
    push: int
    divisor: int

    @classmethod
    def of(cls, outcome: Outcome) -> "Parts":
        divisor = math.lcm(outcome.win.denominator, outcome.push.denominator)
        return cls(
            win=int(outcome.win * divisor), push=int(outcome.push * divisor), divisor=divisor
        )

    @property
    def outcome(self) -> Outcome:
        return Outcome(Fraction(self.win, self.divisor), Fraction(self.push, self.divisor))


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """`place` is what each-way bets have for a place, in markets that pay places."""

    win: Parts
    place: Parts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedResult:
    ruling: Ruling
    document: ResultDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What counts for an event: its newest confirmed result, and rulings on its markets."""

    event: Event
    result: ConfirmedResult | None = None
    marks: Mapping[UUID, Ruling] = field(default_factory=dict)
    voids: Mapping[UUID, Ruling] = field(default_factory=dict)

    @property
    def true_start_at(self) -> datetime | None:
        told = self.result.document.true_start_at if self.result else None
        return told or self.event.schedule.true_start_at

    def rulings_on(self, market_id: UUID) -> list[Ruling]:
        of_event = [self.result.ruling] if self.result else []
        of_market = [each[market_id] for each in (self.marks, self.voids) if market_id in each]
        return [*of_event, *of_market]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """A market as it would be graded; no outcomes: it waits, because of what `waits_for` says."""

    market: Market
    outcomes: Mapping[UUID, Graded]
    result_version: int | None = None
    true_start_at: datetime | None = None
    waits_for: str | None = None

    @property
    def state(self) -> MarketState:
        if not self.outcomes:
            return MarketState.CLOSED
        void = all(each.win.outcome == VOID for each in self.outcomes.values())
        return MarketState.VOID if void else MarketState.SETTLED

    def differs(self, before: "Grading | None") -> bool:
        """Whether bets end otherwise.  Which version of the result says the same is no matter."""
        if before is None:
            return bool(self.outcomes)
        now = self.outcomes, self.true_start_at
        return now != (before.outcomes, before.true_start_at)


def in_force_with(now: InForce, ruling: Ruling, document: ResultDocument | None) -> InForce:
    """What would count if this ruling did."""
    match ruling.kind:
        case RulingKind.RESULT if document:
            return replace(now, result=ConfirmedResult(ruling=ruling, document=document))
        case RulingKind.MARKS if ruling.market_id:
            return replace(now, marks={**now.marks, ruling.market_id: ruling})
        case RulingKind.VOID if ruling.market_id:
            return replace(now, voids={**now.voids, ruling.market_id: ruling})
        case _:
            return now


def grading_of(market: Market, in_force: InForce) -> Grading:
    void = _document(in_force.voids, market)
    if void and void.void:
        return Grading(market=market, outcomes=_all_void(market))
    marks = _document(in_force.marks, market)
    if in_force.result is None and marks is None:
        return Grading(market=market, outcomes={}, waits_for="the result")
    result = result_of(in_force, marks)
    try:
        outcomes = {each.id: _graded(market, each, result) for each in market.selections}
    except Refusal as refusal:
        return Grading(market=market, outcomes={}, waits_for=str(refusal))
    by_hand = market.terms.kind is MarketKind.CUSTOM and marks is not None
    version = in_force.result.ruling.result_version if in_force.result else None
    return Grading(
        market=market,
        outcomes=outcomes,
        result_version=None if by_hand else version,
        true_start_at=in_force.true_start_at,
    )


def result_of(in_force: InForce, marks: RulingDocument | None) -> Result:
    """As markets read it."""
    document = in_force.result.document if in_force.result else ResultDocument()
    seats = frozenset(seat.number for seat in in_force.event.schedule.seats)
    present = taking_part(in_force.event.schedule.seats) - document.withdrawn
    alone = len(present) <= 1 < len(seats) and in_force.event.scheme is not Scheme.POSITIONS
    return Result(
        scores={} if alone else document.scores,
        positions={} if alone else document.positions,
        # Nobody played against anybody.
        cut_short={} if alone and in_force.result else document.cut_short,
        withdrawn=seats - present,
        marks=marks.outcomes if marks else {},
    )


def status_after(result: ResultDocument) -> EventStatus:
    if not result.was_played:
        return EventStatus.CANCELLED
    return EventStatus.FINISHED if result.cut_short is None else EventStatus.ABANDONED


def _document(rulings: Mapping[UUID, Ruling], market: Market) -> RulingDocument | None:
    ruling = rulings.get(market.id)
    return ruling.document if ruling else None


def _all_void(market: Market) -> dict[UUID, Graded]:
    void = Parts.of(VOID)
    place = void if market.terms.place_divisor else None
    return {each.id: Graded(win=void, place=place) for each in market.selections}


def _graded(market: Market, selection: Selection, result: Result) -> Graded:
    void = selection.withdrawn_at is not None
    question = market.question
    win = VOID if void else grade(question, selection.key, result)
    if not market.terms.place_divisor:
        return Graded(win=Parts.of(win))
    placed = VOID if void else grade(_place(question), selection.key, result)
    return Graded(win=Parts.of(win), place=Parts.of(placed))


def _place(question: Question) -> Question:
    return replace(question, kind=MarketKind.PLACE)
