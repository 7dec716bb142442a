"""What vouchers are worth, and what became of them.  Their codes are kept nowhere."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.payments.rules.vouchers import Batch, Voucher, voucher_id_of

COLUMNS = """
    id, competition_id, points, expires_at, issued_by, used_by_payment_id, withdrawn_at
"""

# All or none: whatever is there already belongs to a batch that was shown.
INSERT_BATCH = """
    insert into voucher (id, competition_id, batch_id, number, points, expires_at, issued_by)
    select made.id, c.id, %(batch)s, made.number, %(points)s, %(expires_at)s, %(by)s
    from unnest(%(ids)s::uuid[]) with ordinality as made (id, number)
    join competition c on c.id = %(competition)s
    on conflict do nothing
    returning id
"""

HAS_COMPETITION = "select exists (select from competition where id = %(competition)s)"

LOCK = "select id from voucher where id = %(id)s for no key update"

FIND = f"select {COLUMNS} from voucher where id = %(id)s"  # noqa: S608 - our own columns

LIST = f"""
    select {COLUMNS} from voucher
    where (%(batch)s::uuid is null or batch_id = %(batch)s)
    and (%(after)s::uuid is null or id > %(after)s)
    order by id
    limit %(limit)s
"""  # noqa: S608 - our own columns

USE = "update voucher set used_by_payment_id = %(payment)s where id = %(id)s"

WITHDRAW = """
    update voucher set withdrawn_at = clock_timestamp(), withdrawn_by = %(by)s
    where id = %(id)s and withdrawn_at is null
"""


async def has_competition(tx: AsyncConnection, competition_id: UUID) -> bool:
    found = await tx.exec_driver_sql(HAS_COMPETITION, {"competition": competition_id})
    return bool(found.scalar_one())


async def insert_batch(tx: AsyncConnection, batch: Batch, *, by: str) -> int:
    """How many were new."""
    inserted = await tx.exec_driver_sql(
        INSERT_BATCH,
        {
            "batch": batch.id,
            "competition": batch.competition_id,
            "points": batch.points,
            "expires_at": batch.expires_at,
            "by": by,
            "ids": [voucher_id_of(number) for number in batch.numbers],
        },
    )
    return len(inserted.all())


async def lock_voucher(tx: AsyncConnection, voucher_id: UUID) -> None:
    """Hold the voucher, if it is there.  What became of it is for a later statement."""
    await tx.exec_driver_sql(LOCK, {"id": voucher_id})


async def find_voucher(tx: AsyncConnection, voucher_id: UUID) -> Voucher | None:
    row = (await tx.exec_driver_sql(FIND, {"id": voucher_id})).mappings().one_or_none()
    return Voucher(**row) if row else None


async def list_vouchers(
    tx: AsyncConnection, *, batch_id: UUID | None, after: UUID | None, limit: int
) -> Sequence[Voucher]:
    rows = await tx.exec_driver_sql(LIST, {"batch": batch_id, "after": after, "limit": limit})
    return [Voucher(**row) for row in rows.mappings()]


async def use_voucher(tx: AsyncConnection, voucher_id: UUID, *, payment_id: UUID) -> None:
    await tx.exec_driver_sql(USE, {"id": voucher_id, "payment": payment_id})


async def withdraw_voucher(tx: AsyncConnection, voucher_id: UUID, *, by: str) -> None:
    await tx.exec_driver_sql(WITHDRAW, {"id": voucher_id, "by": by})
