"""What competitions need from time to time."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service
from app.plumbing import jobs
from app.plumbing.db import Database
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID


# Each hour and soon after it, since somewhere a day begins then; some zones are half an hour off.
@jobs.of_platform("competitions.top_up", every="1,31 * * * *")
async def top_up(database: Database) -> None:
    """A job a community, so that one that fails holds up no other."""
    async with database.tenant(PLATFORM_ID) as tx:
        for community, _ in await tenants.list_communities(tx):
            await _enqueue(tx, community.id)


@jobs.of_community("competitions.top_up_of")
async def top_up_of(tx: AsyncConnection, *, community_id: UUID) -> None:
    """A chunk a job: while there may be more, each adds the next."""
    if await service.top_up(tx, now=datetime.now(UTC)):
        await _enqueue(tx, community_id)


@jobs.of_community("competitions.tell")
async def tell(tx: AsyncConnection, *, announcement_id: UUID) -> None:
    await service.tell_players(tx, announcement_id)


async def _enqueue(tx: AsyncConnection, community_id: UUID) -> None:
    await jobs.enqueue(
        tx,
        "competitions.top_up_of",
        tenant_id=community_id,
        queueing_lock="top_up",
        community_id=community_id,
    )
