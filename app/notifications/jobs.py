"""The outbox and the mail, looked after by workers.

One job alone sends mails: a mail server that does not answer keeps one hand of the workers busy
for moments, and then is left alone for a while.
"""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from app.notifications.gateway import Post
from app.notifications.service import delivering, relaying
from app.plumbing import jobs
from app.plumbing.db import Database
from app.plumbing.settings import Settings
from app.plumbing.vault import Vault
from app.tenants.rules import PLATFORM_ID


@jobs.of_platform("notifications.look", every="* * * * * */2")
async def look(database: Database, *, post: Post | None) -> None:
    """A job a community, so that one that fails holds up no other."""
    async with database.platform() as platform_tx:
        waiting = await relaying.find_waiting(platform_tx)
        mail = post is not None and not post.rests and await relaying.has_mail(platform_tx)
    for tenant_id in waiting:
        async with database.tenant(tenant_id) as tx:
            await jobs.enqueue(
                tx, "notifications.relay", tenant_id=tenant_id, queueing_lock="relay", lock="relay"
            )
    if mail:
        async with database.tenant(PLATFORM_ID) as tx:
            await jobs.enqueue(
                tx,
                "notifications.deliver",
                tenant_id=PLATFORM_ID,
                queueing_lock="deliver",
                lock="deliver",
            )


@jobs.of_community("notifications.relay")
async def relay(tx: AsyncConnection, *, post: Post | None) -> None:
    while await relaying.relay(tx, mailing=post is not None) == relaying.MESSAGES_MAX:
        pass


@jobs.of_platform("notifications.deliver")
async def deliver(
    database: Database, *, post: Post | None, vault: Vault, settings: Settings
) -> None:
    if post is not None and not post.rests:
        await delivering.deliver(database, post, vault, settings)


@jobs.of_platform("notifications.forget_old", every="37 3 * * *")
async def forget_old(database: Database) -> None:
    async with database.platform() as platform_tx:
        await relaying.forget_old(platform_tx, now=datetime.now(UTC))
