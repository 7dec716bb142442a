"""What players find on the page."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.notifications.rules.kinds import NoSuchNotification, path_of
from app.notifications.store import reading as store
from app.notifications.store.reading import Notification
from app.plumbing.pages import Page, key_of, page_of

PER_PAGE = 30
# One more than the bell tells: `99+`.
COUNTED_MAX = 100


async def count_unread(tx: AsyncConnection, player_id: UUID) -> int:
    return await store.count_unread(tx, player_id, most=COUNTED_MAX)


async def list_page(
    tx: AsyncConnection, player_id: UUID, *, after: str | None
) -> Page[Notification]:
    rows = await store.list_listed(tx, player_id, after=key_of(after, UUID), limit=PER_PAGE + 1)
    return page_of(rows, PER_PAGE, key=lambda one: one.id, show=lambda one: one)


async def open_one(tx: AsyncConnection, player_id: UUID, notification_id: UUID) -> str:
    """Mark it read; where it leads."""
    found = await store.mark_read(tx, player_id, notification_id)
    if found is None:
        raise NoSuchNotification(id=notification_id)
    return path_of(*found)


async def read_all(tx: AsyncConnection, player_id: UUID) -> None:
    await store.mark_all_read(tx, player_id)
