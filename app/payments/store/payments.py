"""Payments with their fate, and the entries that they are for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.payments.rules.payments import (
    Direction,
    Entrant,
    Payment,
    PaymentRecord,
    PaymentState,
    Provider,
)

FIND_ENTRANT = """
    select e.id as entry_id, e.competition_id, e.player_id, p.subject, e.state
    from entry e join player p on (p.tenant_id, p.id) = (e.tenant_id, e.player_id)
    where e.id = %(entry)s
"""

INSERT = """
    insert into payment (
        id, entry_id, direction, points, provider, note, state, threshold, decided_by, decided_at
    )
    values (
        %(id)s, %(entry_id)s, %(direction)s, %(points)s, %(provider)s, %(note)s, %(state)s,
        %(threshold)s, %(decided_by)s,
        case when %(decided_by)s::text is not null then clock_timestamp() end
    )
    on conflict do nothing
    returning id
"""

LOCK = "select id from payment where id = %(id)s for no key update"

FIND = """
    select t.id, t.entry_id, t.direction, t.points, t.provider, t.note, t.threshold, t.state,
           p.subject, t.agreed_by, t.decided_by, t.decided_at, t.reason, t.created_at
    from payment t
    join entry e on (e.tenant_id, e.id) = (t.tenant_id, t.entry_id)
    join player p on (p.tenant_id, p.id) = (e.tenant_id, e.player_id)
"""

ONE = FIND + "where t.id = %(id)s"

OF_STATE = (
    FIND
    + """
    where (%(state)s::text is null or t.state = %(state)s)
    and (%(entry)s::uuid is null or t.entry_id = %(entry)s)
    and (%(at)s::timestamptz is null or (t.created_at, t.id) < (%(at)s, %(id)s::uuid))
    order by t.created_at desc, t.id desc
    limit %(limit)s
"""
)

OF_PLAYER = (
    FIND
    + """
    where e.player_id = %(player)s
    order by t.created_at desc, t.id desc
    limit %(limit)s
"""
)

SAVE_AGREEMENT = "update payment set agreed_by = %(by)s where id = %(id)s"

SAVE_DECISION = """
    update payment
    set state = %(state)s, decided_by = %(by)s, decided_at = clock_timestamp(), reason = %(reason)s
    where id = %(id)s
"""


async def find_entrant(tx: AsyncConnection, entry_id: UUID) -> Entrant | None:
    found = await tx.exec_driver_sql(FIND_ENTRANT, {"entry": entry_id})
    row = found.mappings().one_or_none()
    return Entrant(**row) if row else None


async def insert_payment(
    tx: AsyncConnection,
    payment: Payment,
    *,
    state: PaymentState,
    threshold: int,
    decided_by: str | None = None,
) -> bool:
    """False where the id is taken."""
    inserted = await tx.exec_driver_sql(
        INSERT,
        {
            "id": payment.id,
            "entry_id": payment.entry_id,
            "direction": payment.direction,
            "points": payment.points,
            "provider": payment.provider,
            "note": payment.note,
            "state": state,
            "threshold": threshold,
            "decided_by": decided_by,
        },
    )
    return inserted.one_or_none() is not None


async def lock_payment(tx: AsyncConnection, payment_id: UUID) -> None:
    """Hold the payment, if it is there.  What it says is for a later statement."""
    await tx.exec_driver_sql(LOCK, {"id": payment_id})


async def find_payment(tx: AsyncConnection, payment_id: UUID) -> PaymentRecord | None:
    row = (await tx.exec_driver_sql(ONE, {"id": payment_id})).mappings().one_or_none()
    return _record(row) if row else None


async def list_payments(
    tx: AsyncConnection,
    *,
    state: PaymentState | None,
    entry_id: UUID | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[PaymentRecord]:
    """The newest first."""
    at, payment_id = after or (None, None)
    rows = await tx.exec_driver_sql(
        OF_STATE, {"state": state, "entry": entry_id, "at": at, "id": payment_id, "limit": limit}
    )
    return [_record(row) for row in rows.mappings()]


async def list_payments_of(
    tx: AsyncConnection, player_id: UUID, *, limit: int
) -> list[PaymentRecord]:
    """The newest first, of all entries."""
    rows = await tx.exec_driver_sql(OF_PLAYER, {"player": player_id, "limit": limit})
    return [_record(row) for row in rows.mappings()]


async def save_agreement(tx: AsyncConnection, payment_id: UUID, *, by: str) -> None:
    await tx.exec_driver_sql(SAVE_AGREEMENT, {"id": payment_id, "by": by})


async def save_decision(
    tx: AsyncConnection, payment_id: UUID, state: PaymentState, *, reason: str, by: str
) -> None:
    await tx.exec_driver_sql(
        SAVE_DECISION, {"id": payment_id, "state": state, "reason": reason, "by": by}
    )


def _record(row: Mapping[Any, Any]) -> PaymentRecord:
    return PaymentRecord(
        payment=Payment(
            id=row["id"],
            entry_id=row["entry_id"],
            direction=Direction(row["direction"]),
            points=row["points"],
            provider=Provider(row["provider"]),
            note=row["note"],
        ),
        threshold=row["threshold"],
        state=PaymentState(row["state"]),
        subject=row["subject"],
        agreed_by=row["agreed_by"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        reason=row["reason"],
        created_at=row["created_at"],
    )
