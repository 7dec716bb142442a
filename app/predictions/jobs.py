"""Players reminded of what they have not predicted."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing import jobs
from app.plumbing.db import Database
from app.predictions.service import reminding as service
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID


@jobs.of_platform("predictions.remind", every="*/10 * * * *")
async def remind(database: Database) -> None:
    """A job a community, so that one that fails holds up no other."""
    async with database.tenant(PLATFORM_ID) as tx:
        for community, _ in await tenants.list_communities(tx):
            await jobs.enqueue(
                tx, "predictions.remind_of", tenant_id=community.id, queueing_lock="remind"
            )


@jobs.of_community("predictions.remind_of")
async def remind_of(tx: AsyncConnection) -> None:
    await service.remind(tx, now=datetime.now(UTC))
