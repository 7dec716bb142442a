"""Adjustments: asked for by one admin, decided by another where they are large."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.ledger.rules.adjustments import (
    Adjustment,
    AdjustmentIdReused,
    AdjustmentRequest,
    AdjustmentState,
    NoSuchAdjustment,
    Place,
    check_adjustment,
    check_decision,
    check_reason,
    first_state,
)
from app.ledger.service.accounts import get_position, lock_balance
from app.ledger.service.transfers import transfer
from app.ledger.store import adjustments as store
from app.plumbing.access import Actor
from app.tenants import service as tenants


async def adjust(tx: AsyncConnection, adjustment: Adjustment, *, by: Actor) -> AdjustmentRequest:
    """Give or take points now, or above the threshold once another admin agrees.

    Whoever asks chose the id, so that asking again changes nothing.
    """
    check_adjustment(adjustment)
    position = await lock_balance(tx, adjustment.owner)
    if earlier := await store.find_adjustment(tx, adjustment.id):
        if earlier.adjustment != adjustment:
            raise AdjustmentIdReused(id=adjustment.id)
        return earlier

    threshold = (await tenants.get_current(tx)).settings.adjustment_threshold
    state = first_state(adjustment, threshold=threshold)
    await store.insert_adjustment(
        tx, adjustment, threshold=threshold, state=state, requested_by=by.subject
    )
    if state is AdjustmentState.DONE:
        await transfer(tx, adjustment.as_transfer(bank=position.bank))
    request = await _get(tx, adjustment.id)
    await _record(tx, request, before=None, reason=adjustment.reason, by=by)
    return request


async def approve_adjustment(
    tx: AsyncConnection, adjustment_id: UUID, *, reason: str, by: Actor
) -> AdjustmentRequest:
    """Move the points that another admin asked to move."""
    check_reason(reason)
    adjustment = await _lock_undecided(tx, adjustment_id, by=by)
    position = await get_position(tx, adjustment.owner)
    await transfer(tx, adjustment.as_transfer(bank=position.bank))
    return await _decide(tx, adjustment_id, AdjustmentState.DONE, reason=reason, by=by)


async def refuse_adjustment(
    tx: AsyncConnection, adjustment_id: UUID, *, reason: str, by: Actor
) -> AdjustmentRequest:
    check_reason(reason)
    await _lock_undecided(tx, adjustment_id, by=by)
    return await _decide(tx, adjustment_id, AdjustmentState.REFUSED, reason=reason, by=by)


async def list_pending_adjustments(
    tx: AsyncConnection, *, after: Place | None = None, limit: int
) -> list[AdjustmentRequest]:
    """The oldest first."""
    return await store.list_pending(tx, after=after, limit=limit)


async def _lock_undecided(tx: AsyncConnection, adjustment_id: UUID, *, by: Actor) -> Adjustment:
    await store.lock_adjustment(tx, adjustment_id)
    request = await _get(tx, adjustment_id)
    check_decision(request, admin=by.subject)
    return request.adjustment


async def _decide(
    tx: AsyncConnection, adjustment_id: UUID, state: AdjustmentState, *, reason: str, by: Actor
) -> AdjustmentRequest:
    await store.save_decision(tx, adjustment_id, state, decided_by=by.subject)
    request = await _get(tx, adjustment_id)
    await _record(tx, request, before=AdjustmentState.PENDING, reason=reason, by=by)
    return request


async def _get(tx: AsyncConnection, adjustment_id: UUID) -> AdjustmentRequest:
    request = await store.find_adjustment(tx, adjustment_id)
    if request is None:
        raise NoSuchAdjustment(id=adjustment_id)
    return request


async def _record(
    tx: AsyncConnection,
    request: AdjustmentRequest,
    *,
    before: AdjustmentState | None,
    reason: str,
    by: Actor,
) -> None:
    await audit.record(
        tx,
        actor=by,
        action=f"adjustment.{request.state}",
        subject=str(request.adjustment.owner),
        before={"state": before},
        after={
            "id": request.adjustment.id,
            "state": request.state,
            "points": request.adjustment.points,
            "threshold": request.threshold,
        },
        reason=reason,
    )
