"""Points given and taken by hand: as the ledger does it, but by nobody who gains from it.

The ledger knows owners only.  Here it is known which player an owner is, so whatever admins do
with points comes through this module; `test_points_by_hand.py` holds everybody to it.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import System
from app.competitions.rules.entries import OwnerName, check_benefit
from app.competitions.store import entries as store
from app.ledger import service as ledger
from app.ledger.rules.adjustments import Adjustment, AdjustmentRequest, AdjustmentState
from app.ledger.rules.grants import Grant
from app.plumbing import outbox
from app.plumbing.access import Actor


async def grant(tx: AsyncConnection, wanted: Grant, *, by: Actor | System) -> None:
    await check_not_own(tx, wanted.owner, by=by)
    await ledger.grant(tx, wanted, by=by)
    await tell(tx, wanted.owner, f"grant {wanted.id}", wanted.points, reason=wanted.reason)


async def adjust(tx: AsyncConnection, wanted: Adjustment, *, by: Actor) -> AdjustmentRequest:
    await check_not_own(tx, wanted.owner, by=by)
    asked = await ledger.adjust(tx, wanted, by=by)
    await _tell_if_done(tx, asked)
    return asked


async def approve_adjustment(
    tx: AsyncConnection, adjustment_id: UUID, *, reason: str, by: Actor
) -> AdjustmentRequest:
    # A refusal takes the decision back: both are one transaction.
    decided = await ledger.approve_adjustment(tx, adjustment_id, reason=reason, by=by)
    await check_not_own(tx, decided.adjustment.owner, by=by)
    await _tell_if_done(tx, decided)
    return decided


async def refuse_adjustment(
    tx: AsyncConnection, adjustment_id: UUID, *, reason: str, by: Actor
) -> AdjustmentRequest:
    """Whoever is to lose points gains by a refusal, so that is not theirs to decide either."""
    decided = await ledger.refuse_adjustment(tx, adjustment_id, reason=reason, by=by)
    await check_not_own(tx, decided.adjustment.owner, by=by)
    return decided


async def check_not_own(tx: AsyncConnection, owner: UUID, *, by: Actor | System) -> None:
    """Refuse an admin to decide on points of their own."""
    if isinstance(by, System):
        return
    entry = await store.find_entry(tx, owner)
    check_benefit(entry.player_id if entry else None, by=by.player_id)


async def tell(
    tx: AsyncConnection, owner: UUID, key: str, points: int, *, reason: str | None
) -> None:
    """Tell whoever plays with these points what was given, or below zero taken, and why."""
    entry = await store.find_entry(tx, owner)
    if entry is None:
        return
    names = await store.names_of(tx, [owner])
    await outbox.tell(
        tx,
        entry.player_id,
        "points.granted" if points > 0 else "points.taken",
        key,
        competition_id=entry.competition_id,
        competition=names[owner].competition,
        points=abs(points),
        reason=reason,
    )


async def _tell_if_done(tx: AsyncConnection, request: AdjustmentRequest) -> None:
    wanted = request.adjustment
    if request.state is AdjustmentState.DONE:
        key = f"adjustment {wanted.id}"
        await tell(tx, wanted.owner, key, wanted.points, reason=wanted.reason)


async def names_of(tx: AsyncConnection, owners: Collection[UUID]) -> dict[UUID, OwnerName]:
    """Whose balances these are; owners that are no entries are left out."""
    return await store.names_of(tx, owners)
