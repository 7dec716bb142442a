"""Opening, suspending, closing and voiding markets, so that no bet slips in behind."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue.service import lock_markets
from app.markets.rules.markets import (
    Market,
    MarketState,
    check_event_lasts,
    check_lock_time,
    check_may_become,
    check_own,
    check_transition,
    check_undecided,
    check_version,
)
from app.markets.rules.prices import (
    AlreadyWithdrawn,
    Source,
    UnknownSelection,
    after_withdrawal,
    taken_by_rule_4,
)
from app.markets.service.reading import get_event, get_market
from app.markets.store import markets as store
from app.markets.store import prices
from app.plumbing.access import Actor

log = structlog.get_logger()


async def change_state(
    tx: AsyncConnection,
    market_id: UUID,
    wanted: MarketState,
    *,
    by: Actor | System,
    reason: str | None = None,
) -> Market:
    """Once this commits, no bet is accepted against the market's new state.

    What all communities share, one of them suspends for itself.
    """
    await lock_markets(tx, [market_id])
    before = await get_market(tx, market_id)
    check_may_become(before, wanted)
    check_transition(before, wanted)
    if wanted is MarketState.OPEN:
        check_event_lasts((await get_event(tx, before.event_id)).status)
    if before.own:
        await store.set_state(tx, [market_id], wanted)
    elif wanted is MarketState.SUSPENDED:
        await store.suspend_here(tx, [market_id])
    else:
        await store.open_here(tx, market_id)
    log.info("market changed", market_id=str(market_id), status=wanted)
    await audit.record(
        tx,
        actor=by,
        action=f"market.{wanted}",
        subject=f"market {market_id}",
        before={"state": before.state},
        after={"state": wanted},
        reason=reason,
    )
    return await get_market(tx, market_id)


async def suspend_markets(
    tx: AsyncConnection,
    event_ids: Collection[UUID] | None,
    *,
    subject: str,
    by: Actor | System,
    reason: str,
) -> list[UUID]:
    """Suspend the open markets of these events, or of all events; shared ones for us alone.

    `subject` says for the record what was suspended, such as a competition.
    """
    suspended: list[UUID] = []
    # Again, for what was opened while we waited for the locks.
    while market_ids := await store.list_open(tx, event_ids):
        await suspend_open(tx, market_ids)
        suspended += market_ids
    if suspended:
        await audit.record(
            tx,
            actor=by,
            action="markets.suspended",
            subject=subject,
            after={"markets": suspended},
            reason=reason,
        )
    return suspended


async def suspend_open(tx: AsyncConnection, market_ids: Collection[UUID]) -> None:
    """Suspend those of the markets that are open; shared ones for this community alone."""
    await lock_markets(tx, market_ids)
    await store.suspend_open(tx, market_ids)
    log.info("markets suspended", count=len(market_ids))


async def change_lock_time(
    tx: AsyncConnection,
    market_id: UUID,
    locks_at: datetime | None,
    *,
    seen_version: int,
    by: Actor,
) -> Market:
    """Lock the market earlier than its event, or (`None`) with it."""
    before = await _lock_own(tx, market_id)
    check_version(before, seen_version)
    check_undecided(before)
    event = await get_event(tx, before.event_id)
    check_lock_time(locks_at, event_locks_at=event.locks_at)
    await store.set_lock_time(tx, market_id, locks_at)
    await audit.record(
        tx,
        actor=by,
        action="market.lock_time_changed",
        subject=f"market {market_id}",
        before={"locks_at": before.locks_at},
        after={"locks_at": locks_at},
    )
    return await get_market(tx, market_id)


async def withdraw_selection(
    tx: AsyncConnection, market_id: UUID, selection_id: UUID, *, by: Actor, reason: str
) -> Market:
    """Take a selection out of the market, which waits suspended for new odds.

    With Rule 4 the others' prices lose at once what their winnings lose on bets taken before.
    """
    before = await _lock_own(tx, market_id)
    check_undecided(before)
    selection = next((s for s in before.selections if s.id == selection_id), None)
    if selection is None:
        raise UnknownSelection(id=selection_id)
    if selection.withdrawn_at is not None:
        raise AlreadyWithdrawn(id=selection_id, at=selection.withdrawn_at)
    percent = taken_by_rule_4(before, selection)
    await store.withdraw_selection(tx, market_id, selection_id, deduction=percent)
    await store.suspend_open(tx, [market_id])
    reduced = after_withdrawal(before, selection)
    await prices.insert_prices(tx, reduced, source=Source.RULE_4, author=by.subject)
    await audit.record(
        tx,
        actor=by,
        action="selection.withdrawn",
        subject=f"selection {selection_id}",
        before={"market_id": market_id, "state": before.state, "odds": selection.odds},
        after={"prices_reduced": len(reduced)},
        reason=reason,
    )
    return await get_market(tx, market_id)


async def _lock_own(tx: AsyncConnection, market_id: UUID) -> Market:
    await lock_markets(tx, [market_id])
    market = await get_market(tx, market_id)
    check_own(market)
    return market
