"""Limiting what a community may lose, and seeing it.  Lock order: markets, limits, audit."""

from collections.abc import Collection
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue import service as catalogue
from app.exposure.rules.limits import (
    Bounds,
    Exposure,
    Level,
    Limit,
    MarketExposure,
    NoSuchLimit,
    NoSuchSubject,
    Response,
    check_bounds,
    check_changeable,
    check_exposed,
    is_over,
    needs_response,
    to_change,
    to_shorten,
)
from app.exposure.store import limits as store
from app.exposure.store import sums
from app.markets import service as markets
from app.plumbing.access import Actor

log = structlog.get_logger()

RESPONDER = System(name="exposure")


async def set_limit(
    tx: AsyncConnection, level: Level, subject_id: UUID, bounds: Bounds, *, by: Actor
) -> Limit:
    """Limit what a selection, a market and so on may cost, with all bets that stand already."""
    check_bounds(bounds)
    if not await sums.is_there(tx, level, subject_id):
        raise NoSuchSubject(level=level, subject_id=subject_id)
    check_changeable(bounds.response, await sums.list_markets(tx, level, subject_id))
    await store.lock_all(tx)
    before = await store.find_limit_of(tx, subject_id)
    liability = await sums.find_liability(tx, level, subject_id)
    check_exposed(bounds, liability=liability)
    limit = await store.save_limit(tx, level, subject_id, bounds, liability=liability)
    await audit.record(
        tx,
        actor=by,
        action="exposure_limit.set",
        subject=f"{level} {subject_id}",
        before=before.bounds if before else None,
        after=bounds,
    )
    return limit


async def remove_limit(tx: AsyncConnection, subject_id: UUID, *, by: Actor) -> None:
    before = await store.find_limit_of(tx, subject_id)
    if before is None:
        raise NoSuchLimit(subject_id=subject_id)
    await store.delete_limit(tx, before.id)
    await audit.record(
        tx,
        actor=by,
        action="exposure_limit.removed",
        subject=f"{before.level} {subject_id}",
        before=before.bounds,
    )


async def list_limits(tx: AsyncConnection, *, after: UUID | None, limit: int) -> list[Limit]:
    return await store.list_limits(tx, after=after, limit=limit)


async def list_due(platform: AsyncConnection) -> list[tuple[UUID, UUID]]:
    """Communities and their limits that wait for `respond`.  `platform` sees all of them."""
    return [*await store.list_due(platform)]


async def respond(tx: AsyncConnection, limit_id: UUID) -> None:
    """Do once what a limit asks for when it is passed.  One limit a transaction: see the order."""
    seen = await store.find_limit(tx, limit_id)
    if seen is None:
        return
    below = await sums.list_markets(tx, seen.level, seen.subject_id)
    market_ids = to_change(seen.bounds.response, below)
    await catalogue.lock_markets(tx, market_ids)
    await store.lock_limit(tx, limit_id)

    limit = await store.find_limit(tx, limit_id)
    if limit is None or limit.bounds.response is not seen.bounds.response:
        return
    if is_over(limit):
        await store.set_alerted(tx, limit_id, alerted=False)
    elif needs_response(limit):
        await store.set_alerted(tx, limit_id, alerted=True)
        await _act(tx, limit, market_ids)


async def _act(tx: AsyncConnection, limit: Limit, market_ids: list[UUID]) -> None:
    log.warning(
        "exposure limit passed",
        limit_id=str(limit.id),
        subject_id=str(limit.subject_id),
        kind=limit.level,
        reason=limit.bounds.response,
        points=limit.liability,
        count=len(market_ids),
    )
    match limit.bounds.response:
        case Response.SUSPEND:
            await markets.suspend_open(tx, market_ids)
        case Response.SHORTEN:
            exposed = await sums.list_market_exposure(tx, market_ids)
            await markets.shorten(
                tx,
                to_shorten(limit, exposed),
                share=limit.bounds.shorten_by or 0,
                by=RESPONDER,
            )
    await audit.record(
        tx,
        actor=RESPONDER,
        action="exposure_limit.passed",
        subject=f"{limit.level} {limit.subject_id}",
        after={
            "response": limit.bounds.response,
            "liability": limit.liability,
            "markets": market_ids,
        },
    )


async def list_exposure(
    tx: AsyncConnection, level: Level, *, after: tuple[int, UUID] | None, limit: int
) -> list[Exposure]:
    """The largest first."""
    return await sums.list_exposure(tx, level, after=after, limit=limit)


async def get_market_exposure(tx: AsyncConnection, market_id: UUID) -> MarketExposure:
    await markets.get_market(tx, market_id)
    (exposure,) = await sums.list_market_exposure(tx, [market_id])
    return exposure


async def list_market_exposure(
    tx: AsyncConnection, market_ids: Collection[UUID]
) -> list[MarketExposure]:
    """Of several markets at once."""
    return await sums.list_market_exposure(tx, market_ids)


async def find_limits(tx: AsyncConnection, subject_ids: Collection[UUID]) -> list[Limit]:
    """Those of these subjects that have one."""
    return await store.find_limits(tx, subject_ids)


async def suspend_competition(
    tx: AsyncConnection, competition_id: UUID, *, by: Actor, reason: str
) -> list[UUID]:
    """Suspend the open markets of all events that the competition is played on."""
    if not await sums.is_there(tx, Level.COMPETITION, competition_id):
        raise NoSuchSubject(level=Level.COMPETITION, subject_id=competition_id)
    return await markets.suspend_markets(
        tx,
        await sums.list_events(tx, competition_id),
        subject=f"competition {competition_id}",
        by=by,
        reason=reason,
    )
