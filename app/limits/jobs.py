"""Limits looked after by workers."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from app.limits.service import telling as service
from app.plumbing import jobs
from app.plumbing.db import Database
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID


@jobs.of_platform("limits.tell_reached", every="* * * * *")
async def tell_reached(database: Database) -> None:
    """A job a community, so that one that fails holds up no other."""
    async with database.tenant(PLATFORM_ID) as tx:
        for community, _ in await tenants.list_communities(tx):
            await jobs.enqueue(
                tx, "limits.tell_reached_of", tenant_id=community.id, queueing_lock="tell_reached"
            )


@jobs.of_community("limits.tell_reached_of")
async def tell_reached_of(tx: AsyncConnection) -> None:
    await service.tell_reached(tx, now=datetime.now(UTC))
