"""Ruling on one market: marks by hand, void or not, the prices that should have been."""

from fractions import Fraction
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service as catalogue
from app.markets import service as markets
from app.markets.rules.markets import Market, MarketState, check_own
from app.markets.rules.questions import MarketKind
from app.plumbing.access import Actor
from app.settlement.rules.rulings import (
    CorrectedPrice,
    MarketIsNotVoid,
    MarketIsVoid,
    MarketNeverOpened,
    NewRuling,
    NoSuchPrice,
    NotMarkedByHand,
    Ruling,
    RulingDocument,
    RulingKind,
    check_marks,
)
from app.settlement.service.entering import enter_ruling
from app.settlement.store import grading
from app.settlement.store import rulings as store


async def mark_market(
    tx: AsyncConnection,
    market_id: UUID,
    document: RulingDocument,
    *,
    wins: Fraction,
    reason: str | None,
    by: Actor,
) -> Ruling:
    """Say what became of each selection of a custom market; the wins add up to what is stated."""
    market = await _hold(tx, market_id)
    if market.terms.kind is not MarketKind.CUSTOM:
        raise NotMarkedByHand(market_id=market_id, kind=market.terms.kind)
    check_marks(document, (each.key for each in market.selections), wins=wins)
    return await _enter(tx, market, RulingKind.MARKS, document, reason=reason, by=by)


async def void_market(
    tx: AsyncConnection, market_id: UUID, *, void: bool, reason: str, by: Actor
) -> Ruling:
    """Make a market void, as if it had not been; or lift that, so that it is graded anew."""
    market = await _hold(tx, market_id)
    confirmed = await store.find_confirmed(tx, RulingKind.VOID, [market_id])
    is_void = market_id in confirmed and bool(confirmed[market_id].document.void)
    if is_void and void:
        raise MarketIsVoid(market_id=market_id)
    if not is_void and not void:
        raise MarketIsNotVoid(market_id=market_id, state=market.state)
    document = RulingDocument(void=void)
    return await _enter(tx, market, RulingKind.VOID, document, reason=reason, by=by)


async def correct_prices(
    tx: AsyncConnection,
    market_id: UUID,
    prices: tuple[CorrectedPrice, ...],
    *,
    reason: str,
    by: Actor,
) -> Ruling:
    """Say which odds bets should have had that took a palpable error."""
    market = await _hold(tx, market_id)
    known = await grading.find_priced(tx, prices)
    of_market = {each.id for each in market.selections}
    for price in prices:
        named = price.selection_id, price.odds_version
        if price.selection_id not in of_market or named not in known:
            raise NoSuchPrice(selection_id=named[0], odds_version=named[1])
    document = RulingDocument(prices=prices)
    return await _enter(tx, market, RulingKind.PRICES, document, reason=reason, by=by)


async def _hold(tx: AsyncConnection, market_id: UUID) -> Market:
    await catalogue.hold_catalogue(tx)
    market = await markets.get_market(tx, market_id)
    check_own(market)
    if market.state is MarketState.DRAFT:
        raise MarketNeverOpened(market_id=market_id)
    return market


async def _enter(
    tx: AsyncConnection,
    market: Market,
    kind: RulingKind,
    document: RulingDocument,
    *,
    reason: str | None,
    by: Actor,
) -> Ruling:
    event = await markets.get_event(tx, market.event_id)
    new = NewRuling(
        kind=kind,
        event_tenant_id=event.tenant_id,
        event_id=event.id,
        market_id=market.id,
        document=document,
        reason=reason,
    )
    return await enter_ruling(tx, new, by=by)
