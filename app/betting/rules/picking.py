"""Which selections may be bet on, alone and together."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from uuid import UUID

from app.betting.rules.offers import EntrySeen, Offer, PoolSeen
from app.betting.rules.slips import OddsPolicy, Slip, WantedLeg
from app.markets.rules.odds import Odds
from app.markets.rules.related import Answer, related
from app.plumbing.refusals import Conflict, Missing
from app.pools.rules.pools import NoSuchPool

Pair = tuple[Offer, Offer]


class SelectionUnknown(Missing):
    """There is no such selection."""


class NotOffered(Conflict):
    """This event is not played on in this competition."""


class MarketNotOpen(Conflict):
    """This market is not open for bets."""


class EventNotScheduled(Conflict):
    """This event is not to come any more, or not as planned."""


class MarketLocked(Conflict):
    """It is too late: this market has locked."""


class SelectionWithdrawn(Conflict):
    """This selection has been withdrawn."""


class NotPriced(Conflict):
    """This selection has no odds yet."""


class OddsMoved(Conflict):
    """The odds have moved since you saw them."""


class NoPlaceTerms(Conflict):
    """This market pays no places, so there is no each-way bet on it."""


class SameEvent(Conflict):
    """This competition takes no two selections of one event on one bet."""


class SelectionsRelated(Conflict):
    """Two of these selections say something about each other, so they cannot be combined."""


class PoolClosed(Conflict):
    """This pool takes no more stakes."""


class OtherPool(Conflict):
    """This selection belongs to another market than the pool."""


def refuse_unknown(leg: WantedLeg) -> None:
    raise SelectionUnknown(selection_id=leg.selection_id)


def check_offered(offer: Offer, entry: EntrySeen, offered: frozenset[tuple[UUID, UUID]]) -> None:
    if offer.hidden or (entry.competition_id, offer.event_id) not in offered:
        raise NotOffered(selection_id=offer.selection_id, event_id=offer.event_id)


def check_open(offer: Offer, now: datetime) -> None:
    """The lock counts by the second; what the admins say of market and event, at once."""
    if offer.market_state != "open":
        raise MarketNotOpen(selection_id=offer.selection_id, state=offer.market_state)
    if offer.event_status != "scheduled":
        raise EventNotScheduled(selection_id=offer.selection_id, status=offer.event_status)
    if now >= offer.locks_at:
        raise MarketLocked(selection_id=offer.selection_id, locked_at=offer.locks_at)
    if offer.withdrawn:
        raise SelectionWithdrawn(selection_id=offer.selection_id)


def check_odds(leg: WantedLeg, offer: Offer, policy: OddsPolicy) -> None:
    if offer.odds is None:
        raise NotPriced(selection_id=offer.selection_id)
    worse = leg.odds is not None and offer.odds < leg.odds
    moved = leg.odds != offer.odds if policy is OddsPolicy.EXACT else worse
    if moved and policy is not OddsPolicy.ANY:
        raise OddsMoved(
            selection_id=offer.selection_id,
            seen=leg.odds,
            current=offer.odds,
            version=offer.odds_version,
        )


def check_place_terms(slip: Slip, offer: Offer) -> None:
    if slip.each_way and offer.place_divisor is None:
        raise NoPlaceTerms(selection_id=offer.selection_id)


def pairs_of_an_event(offers: Sequence[Offer]) -> list[Pair]:
    return [pair for pair in combinations(offers, 2) if pair[0].event_id == pair[1].event_id]


def check_together(pair: Pair, entry: EntrySeen) -> None:
    """Refuse two of one event, unless the competition lets them and neither tells of the other."""
    one, other = pair
    named = [one.selection_id, other.selection_id]
    if not entry.settings.same_event_combos:
        raise SameEvent(selection_ids=named, event_id=one.event_id)
    if one.market_id == other.market_id or related(_answer(one), _answer(other)):
        raise SelectionsRelated(selection_ids=named, event_id=one.event_id)


def check_pool(pool_id: UUID, offer: Offer, entry: EntrySeen, pool: PoolSeen | None) -> None:
    if pool is None or pool.competition_id != entry.competition_id:
        raise NoSuchPool(pool_id=pool_id)
    if pool.state != "open":
        raise PoolClosed(pool_id=pool.pool_id, state=pool.state)
    if pool.market_id != offer.market_id:
        raise OtherPool(pool_id=pool.pool_id, selection_id=offer.selection_id)


def _answer(offer: Offer) -> Answer:
    return Answer(question=offer.question, key=offer.key)


def odds_of(offer: Offer) -> Odds:
    """The odds that `check_odds` has found to be there."""
    assert offer.odds is not None  # noqa: S101 - our own order of checks
    return offer.odds
