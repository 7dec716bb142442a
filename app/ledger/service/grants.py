"""Granting points and taking them back."""

from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.ledger.rules.adjustments import check_alone, check_reason
from app.ledger.rules.grants import Grant, TakeBack
from app.ledger.rules.transfers import check_transfer
from app.ledger.service.accounts import get_position, lock_balance
from app.ledger.service.transfers import transfer
from app.plumbing.access import Actor
from app.tenants import service as tenants


async def grant(tx: AsyncConnection, wanted: Grant, *, by: Actor | System) -> None:
    """Give points out of the issue; a debt is repaid from them first."""
    await _move(tx, wanted, action="points.granted", by=by)


async def take_back(tx: AsyncConnection, wanted: TakeBack, *, by: Actor | System) -> None:
    """Take points whether they are there or not: what the balance lacks becomes debt."""
    await _move(tx, wanted, action="points.taken_back", by=by)


async def _move(
    tx: AsyncConnection, wanted: Grant | TakeBack, *, action: str, by: Actor | System
) -> None:
    check_reason(wanted.reason)
    before = await lock_balance(tx, wanted.owner)
    movement = wanted.as_transfer(bank=before.bank)
    check_transfer(movement)
    if isinstance(by, Actor):
        settings = (await tenants.get_current(tx)).settings
        check_alone(wanted.points, threshold=settings.adjustment_threshold)
    if not await transfer(tx, movement):
        return
    after = await get_position(tx, wanted.owner)
    await audit.record(
        tx,
        actor=by,
        action=action,
        subject=str(wanted.owner),
        before={"balance": before.balance, "debt": before.debt},
        after={"balance": after.balance, "debt": after.debt, "points": wanted.points},
        reason=wanted.reason,
    )
