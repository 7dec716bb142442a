"""Entering prices: all of them or none, each against the version that its author saw."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from app.markets.rules.markets import UNDECIDED, Market, Selection
from app.markets.rules.odds import ODDS_MAX, ODDS_MIN, THOUSANDTHS, Odds, multiplied
from app.markets.rules.rule_4 import deduction
from app.plumbing.refusals import Conflict, Missing

SHARE_WHOLE = 1000


class PricesRefused(Conflict):
    """Some of these prices cannot be entered, so none of them was."""


class UnknownSelection(Missing):
    """There is no such selection."""


class AlreadyWithdrawn(Conflict):
    """This selection has been withdrawn before."""


class FeedSequenceReused(Conflict):
    """This number of the feed already names a different message."""


class Source(StrEnum):
    """How a price came about."""

    NONE = "none"
    HAND = "hand"
    MARGIN = "margin"
    FEED = "feed"
    LIMIT = "limit"
    RULE_4 = "rule_4"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """Without a version that its author saw, a price follows whichever is there."""

    selection_id: UUID
    odds: int
    seen_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A price that a selection has or had.  Version 0 is none."""

    selection_id: UUID
    version: int
    odds: Odds | None
    source: Source
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPrice:
    selection_id: UUID
    version: int
    odds: Odds


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier:
    """What a community makes of a shared event's prices, in thousandths of what is above 1."""

    thousandths: int = THOUSANDTHS
    version: int = 0

    def of(self, odds: Odds | None) -> Odds | None:
        return None if odds is None else multiplied(odds, Fraction(self.thousandths, THOUSANDTHS))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMessage:
    """A feed numbers its messages; what arrives twice, or late, changes nothing."""

    sequence: int
    changes: tuple[PriceChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """The newest message of a feed that was taken."""

    sequence: int
    digest: bytes


def is_news(message: FeedMessage, *, digest: bytes, last: FeedState | None) -> bool:
    if last is None or message.sequence > last.sequence:
        return True
    if message.sequence == last.sequence and digest != last.digest:
        raise FeedSequenceReused(sequence=message.sequence)
    return False


def shortened(odds: Odds, share: int) -> Odds:
    """The price with `share` thousandths of what is above the stake taken away."""
    return multiplied(odds, Fraction(SHARE_WHOLE - share, SHARE_WHOLE))


def taken_by_rule_4(market: Market, withdrawn: Selection) -> int:
    """Percent of the others' winnings."""
    return deduction(withdrawn.odds) if market.terms.rule_4 and withdrawn.odds else 0


def after_withdrawal(market: Market, withdrawn: Selection) -> list[NewPrice]:
    """What the others' prices become by Rule 4; nothing without it, or where nothing is taken."""
    percent = taken_by_rule_4(market, withdrawn)
    return [
        NewPrice(
            selection_id=selection.id,
            version=selection.odds_version + 1,
            odds=multiplied(selection.odds, Fraction(100 - percent, 100)),
        )
        for selection in market.selections
        if percent and selection.odds and selection.id != withdrawn.id
        if selection.withdrawn_at is None
    ]


def new_prices(changes: Sequence[PriceChange], markets: Iterable[Market]) -> list[NewPrice]:
    """The prices that come about, or a refusal that names each change that is wrong.

    A price that says what is there already makes no new version.
    """
    known = {s.id: (market, s) for market in markets for s in market.selections}
    if faults := list(_faults(changes, known)):
        raise PricesRefused(items=faults)
    prices = []
    for change in changes:
        _, selection = known[change.selection_id]
        if selection.odds != change.odds:
            version = selection.odds_version + 1
            odds = Odds(change.odds)
            prices.append(NewPrice(selection_id=selection.id, version=version, odds=odds))
    return prices


def _faults(
    changes: Sequence[PriceChange], known: Mapping[UUID, tuple[Market, Selection]]
) -> Iterator[dict[str, object]]:
    named: set[UUID] = set()
    for number, change in enumerate(changes):
        fault = _fault(change, *known.get(change.selection_id, (None, None)))
        if change.selection_id in named:
            fault = {"problem": "named-twice"}
        named.add(change.selection_id)
        if fault:
            yield {"item": number, "selection_id": change.selection_id} | fault


def _fault(
    change: PriceChange, market: Market | None, selection: Selection | None
) -> dict[str, object] | None:
    if market is None or selection is None:
        return {"problem": "no-such-selection"}
    return _unfit(market, selection) or _wrong(change, selection)


def _unfit(market: Market, selection: Selection) -> dict[str, object] | None:
    if not market.own:
        return {"problem": "shared-market"}
    if market.state not in UNDECIDED:
        return {"problem": "market-state-unfit", "state": market.state}
    if selection.withdrawn_at is not None:
        return {"problem": "selection-withdrawn"}
    return None


def _wrong(change: PriceChange, selection: Selection) -> dict[str, object] | None:
    if not ODDS_MIN <= change.odds <= ODDS_MAX:
        return {"problem": "odds-out-of-range", "odds": change.odds}
    if change.seen_version not in {None, selection.odds_version}:
        return {
            "problem": "price-stale",
            "seen": change.seen_version,
            "current": selection.odds_version,
            "odds": selection.odds,
        }
    return None
