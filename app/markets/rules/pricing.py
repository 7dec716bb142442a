"""Prices of a whole market at once: from probabilities, with a margin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.markets.rules.margin import Method, add_margin, margin_in, remove_margin
from app.markets.rules.markets import Market, Selection
from app.markets.rules.odds import THOUSANDTHS, Odds
from app.markets.rules.prices import PriceChange
from app.markets.rules.questions import MarketKind
from app.plumbing.refusals import Conflict, Invalid


class ProbabilitiesIncomplete(Invalid):
    """Please give a probability for each selection that still takes part, and for no other."""


class NotAllPriced(Conflict):
    """Not every selection has a price to take the margin out of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A selection, what it is thought to win with, and the price that comes of it."""

    selection: Selection
    probability: float
    odds: Odds


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """`margin_now` is what the present prices hold, where all selections have one."""

    lines: tuple[Line, ...]
    margin_now: float | None


def book_of(
    market: Market,
    probabilities: Mapping[UUID, float] | None,
    *,
    margin: float,
    method: Method,
) -> Book:
    """Without probabilities, those behind the present prices are taken."""
    running = [s for s in market.selections if s.withdrawn_at is None]
    winners = winners_of(market, running)
    now = _present(running)
    if probabilities is None:
        if now is None:
            raise NotAllPriced(unpriced_selection_ids=[s.id for s in running if s.odds is None])
        believed = remove_margin(now, method, winners=winners)
    else:
        if set(probabilities) != {s.id for s in running}:
            raise ProbabilitiesIncomplete(selection_ids=[s.id for s in running])
        believed = [probabilities[s.id] for s in running]
    prices = add_margin(believed, margin, method, winners=winners)
    lines = tuple(
        Line(selection=selection, probability=probability, odds=odds)
        for selection, probability, odds in zip(running, believed, prices, strict=True)
    )
    return Book(lines=lines, margin_now=margin_in(now, winners=winners) if now else None)


def winners_of(market: Market, running: Sequence[Selection]) -> int:
    """How many of the selections win, which is what their probabilities add up to."""
    match market.terms.kind:
        case MarketKind.DOUBLE_CHANCE:
            return 2
        case MarketKind.PLACE:
            return min(market.terms.places or 1, len(running))
        case _:
            return 1


def priced(book: Book) -> list[PriceChange]:
    return [
        PriceChange(
            selection_id=line.selection.id,
            odds=line.odds,
            seen_version=line.selection.odds_version,
        )
        for line in book.lines
    ]


def _present(running: Sequence[Selection]) -> list[float] | None:
    odds = [selection.odds / THOUSANDTHS for selection in running if selection.odds is not None]
    return odds if len(odds) == len(running) else None
