"""Prices as a grid of cells: as they are shown, as they were typed, and what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.exposure.rules.limits import Limit, MarketExposure
from app.identity.rules.players import OddsFormat
from app.markets.rules.margin import margin_in
from app.markets.rules.markets import UNDECIDED, Market, Selection
from app.markets.rules.odds import THOUSANDTHS, Odds, parse_price, write_price
from app.markets.rules.prices import PriceChange
from app.markets.rules.pricing import winners_of
from app.plumbing.languages import sentence
from app.plumbing.refusals import Refusal

FAULTS: Mapping[str, str] = {
    "no-such-selection": sentence("There is no such selection."),
    "shared-market": sentence("The platform sets this price."),
    "market-state-unfit": sentence("This market takes no prices any more."),
    "selection-withdrawn": sentence("This selection has been withdrawn."),
    "odds-out-of-range": sentence("Odds lie between 1.001 and 1000."),
    "price-stale": sentence("Somebody else has changed this price.  Please look at it again."),
}
NO_PRICE_TAKEN_AWAY = sentence("A price cannot be taken away.  Suspend the market instead.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`shown` is what the field held at first: what is still the same was not touched."""

    selection: Selection
    shown: str
    typed: str
    liability: int = 0
    loss: int = 0
    error: str = ""

    @property
    def odds(self) -> float | None:
        return self.selection.odds / THOUSANDTHS if self.selection.odds else None

    @property
    def is_withdrawn(self) -> bool:
        return self.selection.withdrawn_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A market in the grid."""

    market: Market
    cells: tuple[Cell, ...]
    winners: int
    margin: float | None
    bets: int = 0
    staked: int = 0
    limit: Limit | None = None

    @property
    def is_priced(self) -> bool:
        return self.margin is not None

    @property
    def takes_prices(self) -> bool:
        return self.market.own and self.market.state in UNDECIDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What came of the cells that differ from what was shown."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[UUID, str] = field(default_factory=dict)


def books_of(
    markets: Iterable[Market],
    *,
    style: OddsFormat,
    exposure: Mapping[UUID, MarketExposure],
    limits: Mapping[UUID, Limit],
    typed: Typed | None = None,
) -> list[Book]:
    return [
        _book(market, style, exposure.get(market.id), limits.get(market.id), typed or Typed())
        for market in markets
    ]


def read_changes(
    values: Mapping[str, str], markets: Iterable[Market]
) -> tuple[list[PriceChange], dict[UUID, str]]:
    """Prices that were typed over others, and what is wrong with those that are none."""
    changes: list[PriceChange] = []
    errors: dict[UUID, str] = {}
    for selection in (each for market in markets for each in market.selections):
        version, _, shown = values.get(f"seen-{selection.id}", "").partition(" ")
        typed = values.get(f"odds-{selection.id}", shown).strip()
        if typed == shown or not version.isdigit():
            continue
        try:
            odds = int(parse_price(typed.replace(",", ".")) * THOUSANDTHS)
        except Refusal as no:
            errors[selection.id] = str(no) if typed else NO_PRICE_TAKEN_AWAY
        else:
            seen = int(version)
            changes.append(PriceChange(selection_id=selection.id, odds=odds, seen_version=seen))
    return changes, errors


def faults_of(refusal: Refusal) -> dict[UUID, str]:
    """What a refusal of prices says of each."""
    items = refusal.facts.get("items")
    faults: Sequence[Mapping[str, object]] = items if isinstance(items, list) else ()
    return {
        fault["selection_id"]: FAULTS.get(str(fault["problem"]), str(refusal))
        for fault in faults
        if isinstance(fault["selection_id"], UUID)
    }


def _book(
    market: Market,
    style: OddsFormat,
    exposure: MarketExposure | None,
    limit: Limit | None,
    typed: Typed,
) -> Book:
    running = [each for each in market.selections if each.withdrawn_at is None]
    prices = [each.odds / THOUSANDTHS for each in running if each.odds is not None]
    winners = winners_of(market, running)
    whole = bool(running) and len(prices) == len(running)
    exposed = {each.subject_id: each for each in exposure.selections} if exposure else {}
    return Book(
        market=market,
        cells=tuple(
            Cell(
                selection=each,
                shown=(shown := _written(each.odds, style)),
                typed=typed.values.get(f"odds-{each.id}", shown),
                liability=exposed[each.id].liability if each.id in exposed else 0,
                loss=exposure.loss_if(exposed[each.id]) if exposure and each.id in exposed else 0,
                error=typed.errors.get(each.id, ""),
            )
            for each in market.selections
        ),
        winners=winners,
        margin=margin_in(prices, winners=winners) if whole else None,
        bets=exposure.total.bets if exposure else 0,
        staked=exposure.total.staked if exposure else 0,
        limit=limit,
    )


def _written(odds: Odds | None, style: OddsFormat) -> str:
    return write_price(odds, style) if odds is not None else ""
