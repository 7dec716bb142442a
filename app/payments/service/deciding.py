"""What admins do about points that somebody asks for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.competitions import service as competitions
from app.ledger import service as ledger
from app.ledger.rules.adjustments import check_reason
from app.limits import service as limits
from app.limits.rules.checking import TakingABreak
from app.payments.rules.payments import (
    PaymentRecord,
    PaymentState,
    PlayerInABreak,
    check_active,
    check_deciding,
    needs_agreement,
)
from app.payments.service.paying import get_entrant, get_payment
from app.payments.store import payments as store
from app.plumbing import outbox
from app.plumbing.access import Actor

log = structlog.get_logger()


async def list_payments(
    tx: AsyncConnection,
    *,
    state: PaymentState | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Sequence[PaymentRecord]:
    """One more than the limit, where there are more."""
    return await store.list_payments(tx, state=state, entry_id=None, after=after, limit=limit + 1)


async def approve_payment(
    tx: AsyncConnection, payment_id: UUID, *, reason: str, by: Actor
) -> PaymentRecord:
    """Grant the points, or where they are many agree to it until another admin does."""
    record = await _lock_undecided(tx, payment_id, reason=reason, by=by)
    await _check_still_plays(tx, record.payment.entry_id)
    if needs_agreement(record, admin=by.subject):
        await store.save_agreement(tx, payment_id, by=by.subject)
        await _record(tx, record, "payment.agreed", reason=reason, by=by)
        return await get_payment(tx, payment_id)
    position = await ledger.lock_balance(tx, record.payment.entry_id)
    await ledger.transfer(tx, record.payment.as_transfer(bank=position.bank))
    return await _decide(tx, record, PaymentState.DONE, reason=reason, by=by)


async def refuse_payment(
    tx: AsyncConnection, payment_id: UUID, *, reason: str, by: Actor
) -> PaymentRecord:
    record = await _lock_undecided(tx, payment_id, reason=reason, by=by)
    return await _decide(tx, record, PaymentState.REFUSED, reason=reason, by=by)


async def _lock_undecided(
    tx: AsyncConnection, payment_id: UUID, *, reason: str, by: Actor
) -> PaymentRecord:
    check_reason(reason)
    await store.lock_payment(tx, payment_id)
    record = await get_payment(tx, payment_id)
    check_deciding(record, admin=by.subject)
    return record


async def _check_still_plays(tx: AsyncConnection, entry_id: UUID) -> None:
    """Much may have happened since the player asked."""
    entrant = await get_entrant(tx, entry_id)
    check_active(entrant)
    try:
        await limits.refuse_in_a_break(tx, entrant.player_id)
    except TakingABreak as refusal:
        raise PlayerInABreak(**refusal.facts) from refusal


async def _decide(
    tx: AsyncConnection, record: PaymentRecord, state: PaymentState, *, reason: str, by: Actor
) -> PaymentRecord:
    await store.save_decision(tx, record.payment.id, state, reason=reason, by=by.subject)
    await _record(tx, record, f"payment.{state}", reason=reason, by=by)
    await _tell(tx, record, state, reason=reason)
    log.info("payment decided", payment_id=record.payment.id, outcome=state)
    return await get_payment(tx, record.payment.id)


async def _tell(
    tx: AsyncConnection, record: PaymentRecord, state: PaymentState, *, reason: str
) -> None:
    payment = record.payment
    entrant = await get_entrant(tx, payment.entry_id)
    competition = await competitions.get_competition(tx, entrant.competition_id)
    await outbox.tell(
        tx,
        entrant.player_id,
        "points.granted" if state is PaymentState.DONE else "points.refused",
        f"payment {payment.id}",
        competition_id=competition.id,
        competition=competition.name,
        points=payment.points,
        reason=reason,
    )


async def _record(
    tx: AsyncConnection, record: PaymentRecord, action: str, *, reason: str, by: Actor
) -> None:
    await audit.record(
        tx,
        actor=by,
        action=action,
        subject=str(record.payment.entry_id),
        before={"state": record.state},
        after={
            "id": record.payment.id,
            "points": record.payment.points,
            "threshold": record.threshold,
        },
        reason=reason,
    )
