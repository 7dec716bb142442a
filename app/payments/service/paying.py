"""What players do: ask for points, use a voucher, give points back."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.entries import NoSuchEntry
from app.ledger import service as ledger
from app.limits import service as limits
from app.payments.rules.payments import (
    Direction,
    Entrant,
    NoSuchPayment,
    Payment,
    PaymentIdReused,
    PaymentRecord,
    PaymentState,
    Provider,
    check_active,
    check_entrant,
    check_points,
)
from app.payments.rules.vouchers import check_voucher
from app.payments.store import payments as store
from app.payments.store import vouchers
from app.plumbing.db import read_clock
from app.tenants import service as tenants

log = structlog.get_logger()


async def ask_for_points(
    tx: AsyncConnection, payment: Payment, *, player_id: UUID
) -> PaymentRecord:
    """Put the question to the admins."""
    check_points(payment.points)
    entrant = await get_own_entrant(tx, payment.entry_id, player_id=player_id)
    await limits.refuse_in_a_break(tx, player_id)
    await ledger.lock_balance(tx, payment.entry_id)
    if earlier := await _find_earlier(tx, payment):
        return earlier
    check_active(entrant)
    record = await _insert(tx, payment, state=PaymentState.ASKED)
    log.info("points asked for", payment_id=payment.id, points=payment.points)
    return record


async def use_voucher(
    tx: AsyncConnection, payment_id: UUID, entry_id: UUID, voucher_id: UUID, *, player_id: UUID
) -> PaymentRecord:
    """Grant what the voucher is worth, once, whoever else tries at the same moment."""
    entrant = await get_own_entrant(tx, entry_id, player_id=player_id)
    await limits.refuse_in_a_break(tx, player_id)
    position = await ledger.lock_balance(tx, entry_id)
    await vouchers.lock_voucher(tx, voucher_id)
    voucher = await vouchers.find_voucher(tx, voucher_id)
    if earlier := await store.find_payment(tx, payment_id):
        if voucher is None or voucher.used_by_payment_id != payment_id:
            raise PaymentIdReused(id=payment_id)
        return earlier

    check_active(entrant)
    good = check_voucher(voucher, entrant, now=await read_clock(tx))
    payment = Payment(
        id=payment_id,
        entry_id=entry_id,
        direction=Direction.DEPOSIT,
        points=good.points,
        provider=Provider.VOUCHER,
    )
    record = await _insert(tx, payment, state=PaymentState.DONE)
    await vouchers.use_voucher(tx, voucher_id, payment_id=payment_id)
    await ledger.transfer(tx, payment.as_transfer(bank=position.bank))
    log.info("voucher used", payment_id=payment_id, points=good.points)
    return record


async def give_back(tx: AsyncConnection, payment: Payment, *, player_id: UUID) -> PaymentRecord:
    """Return points that are there, at once; a break does not stand in the way."""
    check_points(payment.points)
    await get_own_entrant(tx, payment.entry_id, player_id=player_id)
    position = await ledger.lock_balance(tx, payment.entry_id)
    if earlier := await _find_earlier(tx, payment):
        return earlier
    record = await _insert(tx, payment, state=PaymentState.DONE)
    await ledger.transfer(tx, payment.as_transfer(bank=position.bank))
    log.info("points given back", payment_id=payment.id, points=payment.points)
    return record


async def get_own_entrant(tx: AsyncConnection, entry_id: UUID, *, player_id: UUID) -> Entrant:
    return check_entrant(await get_entrant(tx, entry_id), player_id=player_id)


async def get_entrant(tx: AsyncConnection, entry_id: UUID) -> Entrant:
    entrant = await store.find_entrant(tx, entry_id)
    if entrant is None:
        raise NoSuchEntry
    return entrant


async def get_payment(tx: AsyncConnection, payment_id: UUID) -> PaymentRecord:
    record = await store.find_payment(tx, payment_id)
    if record is None:
        raise NoSuchPayment(id=payment_id)
    return record


async def _find_earlier(tx: AsyncConnection, payment: Payment) -> PaymentRecord | None:
    earlier = await store.find_payment(tx, payment.id)
    if earlier and earlier.payment != payment:
        raise PaymentIdReused(id=payment.id)
    return earlier


async def _insert(tx: AsyncConnection, payment: Payment, *, state: PaymentState) -> PaymentRecord:
    threshold = (await tenants.get_current(tx)).settings.adjustment_threshold
    by = payment.provider if state is PaymentState.DONE else None
    # Somebody with another entry may have used the id since we looked.
    if not await store.insert_payment(tx, payment, state=state, threshold=threshold, decided_by=by):
        raise PaymentIdReused(id=payment.id)
    return await get_payment(tx, payment.id)
