"""Adding markets to an event, one by one or the usual ones at once."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue.service import lock_markets
from app.markets.rules.markets import (
    Market,
    MarketExists,
    MarketState,
    Terms,
    check_event_lasts,
    check_own,
    check_terms,
    check_undecided,
    named,
)
from app.markets.rules.questions import MarketKind
from app.markets.rules.selections import (
    NewSelection,
    check_addition,
    check_selections,
    usual_selections,
)
from app.markets.rules.templates import NewMarket, usual_markets
from app.markets.service.reading import get_event, get_market
from app.markets.store import events
from app.markets.store import markets as store
from app.plumbing.access import Actor

log = structlog.get_logger()


async def add_market(
    tx: AsyncConnection,
    event_id: UUID,
    terms: Terms,
    selections: Sequence[NewSelection],
    *,
    draw: bool,
    by: Actor | System,
) -> Market:
    """Add a draft, with the usual selections of its kind where none are named."""
    event = await get_event(tx, event_id)
    check_event_lasts(event.status)
    check_terms(terms)
    participants = await events.list_participants(tx, event)
    answers = selections or usual_selections(terms, participants, draw=draw)
    check_selections(terms.kind, answers, participants)
    new = NewMarket(terms=named(terms), selections=tuple(answers))
    added = await _add(tx, event, [new], state=MarketState.DRAFT, by=by)
    if not added:
        raise MarketExists(kind=terms.kind, name=new.terms.name)
    return added[0]


async def add_usual_markets(
    tx: AsyncConnection,
    event_id: UUID,
    *,
    lines: Mapping[MarketKind, int],
    state: MarketState,
    by: Actor | System,
) -> list[Market]:
    """Add those of the sport's usual markets that the event does not have yet."""
    event = await get_event(tx, event_id)
    check_event_lasts(event.status)
    participants = await events.list_participants(tx, event)
    wanted = usual_markets(event.scheme, participants, lines=lines)
    return await _add(tx, event, wanted, state=state, by=by)


async def add_selection(
    tx: AsyncConnection, market_id: UUID, new: NewSelection, *, by: Actor
) -> Market:
    """Add an answer to a market that may have bets already.  It waits for a price."""
    await lock_markets(tx, [market_id])
    market = await get_market(tx, market_id)
    check_own(market)
    check_undecided(market)
    event = await get_event(tx, market.event_id)
    check_event_lasts(event.status)
    check_addition(market, new, await events.list_participants(tx, event))
    await store.add_selection(tx, market, new, author=by.subject)
    await audit.record(
        tx,
        actor=by,
        action="selection.added",
        subject=f"market {market_id}",
        after={"key": new.key, "name": new.name},
    )
    log.info("market changed", market_id=str(market_id), status=market.state)
    return await get_market(tx, market_id)


async def _add(
    tx: AsyncConnection,
    event: events.Event,
    wanted: Sequence[NewMarket],
    *,
    state: MarketState,
    by: Actor | System,
) -> list[Market]:
    author = by.subject if isinstance(by, Actor) else f"system:{by.name}"
    inserted = [
        await store.insert_market(tx, event, new, state=state, author=author) for new in wanted
    ]
    added = [market_id for market_id in inserted if market_id is not None]
    if added:
        log.info("markets added", event_id=str(event.id), count=len(added))
        await audit.record(
            tx,
            actor=by,
            action="markets.added",
            subject=f"event {event.id}",
            after={"markets": added, "state": state},
        )
    return [await get_market(tx, market_id) for market_id in added]
