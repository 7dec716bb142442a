"""Adjustments and their fate."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger.rules.adjustments import (
    Adjustment,
    AdjustmentIdReused,
    AdjustmentRequest,
    AdjustmentState,
    Place,
)
from app.ledger.tables import adjustments


async def insert_adjustment(
    tx: AsyncConnection,
    adjustment: Adjustment,
    *,
    threshold: int,
    state: AdjustmentState,
    requested_by: str,
) -> None:
    inserted = await tx.execute(
        insert(adjustments)
        .values(
            id=adjustment.id,
            owner=adjustment.owner,
            points=adjustment.points,
            reason=adjustment.reason,
            threshold=threshold,
            state=state,
            requested_by=requested_by,
        )
        .on_conflict_do_nothing()
        .returning(adjustments.c.id)
    )
    if inserted.one_or_none() is None:
        raise AdjustmentIdReused(id=adjustment.id)


async def lock_adjustment(tx: AsyncConnection, adjustment_id: UUID) -> None:
    """Hold the adjustment, if it is there.  What it says is for a later statement."""
    await tx.execute(
        select(adjustments.c.id).where(adjustments.c.id == adjustment_id).with_for_update()
    )


async def find_adjustment(tx: AsyncConnection, adjustment_id: UUID) -> AdjustmentRequest | None:
    found = await tx.execute(select(adjustments).where(adjustments.c.id == adjustment_id))
    row = found.mappings().one_or_none()
    return _request(row) if row else None


async def list_pending(
    tx: AsyncConnection, *, after: Place | None, limit: int
) -> list[AdjustmentRequest]:
    """The oldest first."""
    place = adjustments.c.created_at, adjustments.c.id
    query = select(adjustments).where(adjustments.c.state == AdjustmentState.PENDING)
    if after is not None:
        query = query.where(tuple_(*place) > after)
    rows = await tx.execute(query.order_by(*place).limit(limit))
    return [_request(row) for row in rows.mappings()]


async def save_decision(
    tx: AsyncConnection, adjustment_id: UUID, state: AdjustmentState, *, decided_by: str
) -> None:
    await tx.execute(
        update(adjustments)
        .where(adjustments.c.id == adjustment_id)
        .values(state=state, decided_by=decided_by, decided_at=func.clock_timestamp())
    )


def _request(row: Mapping[Any, Any]) -> AdjustmentRequest:
    return AdjustmentRequest(
        adjustment=Adjustment(
            id=row["id"], owner=row["owner"], points=row["points"], reason=row["reason"]
        ),
        threshold=row["threshold"],
        state=AdjustmentState(row["state"]),
        requested_by=row["requested_by"],
        decided_by=row["decided_by"],
        requested_at=row["created_at"],
    )
