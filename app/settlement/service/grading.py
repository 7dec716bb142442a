"""Grading a community's own markets by what is in force."""

from collections.abc import Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service as catalogue
from app.catalogue.rules.events import Event
from app.competitions import service as competitions
from app.markets import service as markets
from app.markets.rules.markets import Market, MarketState
from app.settlement.rules.grading import (
    ConfirmedResult,
    Grading,
    InForce,
    grading_of,
    in_force_with,
)
from app.settlement.rules.rulings import Ruling, RulingKind
from app.settlement.store import grading as store
from app.settlement.store import rulings as rulings_store

log = structlog.get_logger()

TAKING_BETS = frozenset({MarketState.OPEN, MarketState.SUSPENDED})


async def grade_markets(tx: AsyncConnection, ruling: Ruling) -> list[Grading]:
    """Grade the community's own markets that a confirmed ruling is about, where they end otherwise
    than they did: done twice, the second changes nothing.

    What cannot be graded yet takes no bets any more.  Players are told of what was corrected.
    """
    event = await catalogue.get_known_event(tx, ruling.event_id)
    listed = await _list_own(tx, ruling)
    await catalogue.lock_markets(tx, [market.id for market in listed])
    own = await _list_own(tx, ruling)
    in_force = await find_in_force(tx, event, own)
    before = await store.find_gradings(tx, own)
    graded = [grading_of(market, in_force) for market in own]
    changed = [each for each in graded if each.differs(before.get(each.market.id))]
    await store.insert_gradings(tx, [(each, _made_by(each, in_force, ruling)) for each in changed])
    states = {each.market.id: (each.market.grading + 1, each.state) for each in changed}
    if ruling.kind is RulingKind.RESULT:
        states |= {
            market.id: (market.grading, MarketState.CLOSED)
            for market in own
            if market.id not in states and market.state in TAKING_BETS
        }
    await markets.set_gradings(tx, states)
    await _tell_players(tx, ruling)
    log.info("markets graded", ruling_id=ruling.id, event_id=event.id, count=len(changed))
    return changed


async def find_in_force(tx: AsyncConnection, event: Event, of: Sequence[Market]) -> InForce:
    ids = [market.id for market in of]
    ruling = await rulings_store.find_confirmed_result(tx, event.id)
    document = await store.get_document(tx, ruling) if ruling else None
    return InForce(
        event=event,
        result=ConfirmedResult(ruling=ruling, document=document) if ruling and document else None,
        marks=await rulings_store.find_confirmed(tx, RulingKind.MARKS, ids),
        voids=await rulings_store.find_confirmed(tx, RulingKind.VOID, ids),
    )


async def would_grade(tx: AsyncConnection, ruling: Ruling) -> list[tuple[Grading | None, Grading]]:
    """Each of the markets that can be bet on here, as it is graded and as it would be."""
    event = await catalogue.get_known_event(tx, ruling.event_id)
    shown = await markets.list_begun_markets(tx, event.id, ruling.market_id)
    document = None
    if ruling.kind is RulingKind.RESULT:
        document = await store.get_document(tx, ruling)
    in_force = in_force_with(await find_in_force(tx, event, shown), ruling, document)
    before = await store.find_gradings(tx, shown)
    return [(before.get(market.id), grading_of(market, in_force)) for market in shown]


async def _list_own(tx: AsyncConnection, ruling: Ruling) -> list[Market]:
    begun = await markets.list_begun_markets(tx, ruling.event_id, ruling.market_id)
    return [market for market in begun if market.own]


def _made_by(grading: Grading, in_force: InForce, ruling: Ruling) -> Ruling:
    """The newest of those that say so: a later one may be in force by now."""
    on_it = in_force.rulings_on(grading.market.id)
    return max(on_it, key=lambda each: each.decided_at or each.entered_at, default=ruling)


async def _tell_players(tx: AsyncConnection, ruling: Ruling) -> None:
    if not ruling.corrects and ruling.kind not in {RulingKind.VOID, RulingKind.PRICES}:
        return
    facts = {
        "ruling_id": str(ruling.id),
        "kind": ruling.kind,
        "event_id": str(ruling.event_id),
        "market_id": str(ruling.market_id) if ruling.market_id else None,
        "reason": ruling.reason,
    }
    await competitions.announce_ruling(tx, ruling.event_id, facts)
