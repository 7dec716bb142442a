"""From messages to notifications and mails, each exactly once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.notifications.service import measuring
from app.notifications.store import deliveries
from app.notifications.store import relaying as store
from app.plumbing import changes

log = structlog.get_logger()

MESSAGES_MAX = 1_000
# A message's row keeps what causes it from writing it again, so it stays longest.
MESSAGES_KEPT = timedelta(days=365)
NOTIFICATIONS_KEPT = timedelta(days=180)
MAILS_KEPT = timedelta(days=30)


async def relay(tx: AsyncConnection, *, mailing: bool) -> int:
    """Take some messages; they are notifications once this transaction commits, or not taken."""
    taken, posted, readers = await store.take_messages(tx, limit=MESSAGES_MAX, mailing=mailing)
    if readers:
        await changes.tell(tx, "notification", subjects=readers)
    if taken:
        log.info("messages relayed", count=taken, mails_count=posted, readers_count=len(readers))
    return taken


async def find_waiting(platform_tx: AsyncConnection) -> Mapping[UUID, tuple[int, float]]:
    """The communities whose messages wait; what is seen here is what the metrics tell."""
    waiting = await store.measure(platform_tx)
    measuring.looked.note(waiting)
    return waiting


async def has_mail(platform_tx: AsyncConnection) -> bool:
    return bool(await deliveries.list_due(platform_tx))


async def forget_old(platform_tx: AsyncConnection, *, now: datetime) -> None:
    await store.forget(
        platform_tx,
        messages=now - MESSAGES_KEPT,
        mails=now - MAILS_KEPT,
        notifications=now - NOTIFICATIONS_KEPT,
    )
