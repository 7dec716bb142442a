"""What admins do about vouchers."""

from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.competitions.rules.competitions import NoSuchCompetition
from app.ledger.rules.adjustments import check_reason
from app.payments.rules.vouchers import Batch, BatchMade, Voucher, check_batch, check_withdrawal
from app.payments.store import vouchers as store
from app.plumbing.access import Actor
from app.plumbing.db import read_clock
from app.tenants import service as tenants

log = structlog.get_logger()


async def make_vouchers(tx: AsyncConnection, batch: Batch, *, reason: str, by: Actor) -> None:
    """Make vouchers.  A batch sent again is refused: its codes were shown, and are kept nowhere."""
    check_reason(reason)
    threshold = (await tenants.get_current(tx)).settings.adjustment_threshold
    check_batch(batch, threshold=threshold, now=await read_clock(tx))
    if not await store.has_competition(tx, batch.competition_id):
        raise NoSuchCompetition(competition_id=batch.competition_id)
    if await store.insert_batch(tx, batch, by=by.subject) < len(batch.numbers):
        raise BatchMade(id=batch.id)
    await audit.record(
        tx,
        actor=by,
        action="vouchers.made",
        subject=str(batch.competition_id),
        after={"batch_id": batch.id, "points": batch.points, "vouchers": len(batch.numbers)},
        reason=reason,
    )
    log.info("vouchers made", batch_id=batch.id, count=len(batch.numbers), points=batch.points)


async def withdraw_voucher(
    tx: AsyncConnection, voucher_id: UUID, *, reason: str, by: Actor
) -> Voucher:
    """Make a voucher worthless that nobody has used.  Doing so again changes nothing."""
    check_reason(reason)
    await store.lock_voucher(tx, voucher_id)
    voucher = check_withdrawal(await store.find_voucher(tx, voucher_id))
    if voucher.withdrawn_at is not None:
        return voucher
    await store.withdraw_voucher(tx, voucher_id, by=by.subject)
    await audit.record(
        tx,
        actor=by,
        action="voucher.withdrawn",
        subject=str(voucher_id),
        before={"points": voucher.points},
        reason=reason,
    )
    log.info("voucher withdrawn", voucher_id=voucher_id)
    return check_withdrawal(await store.find_voucher(tx, voucher_id))


async def list_vouchers(
    tx: AsyncConnection, *, batch_id: UUID | None, after: UUID | None, limit: int
) -> Sequence[Voucher]:
    """One more than the limit, where there are more."""
    return await store.list_vouchers(tx, batch_id=batch_id, after=after, limit=limit + 1)
