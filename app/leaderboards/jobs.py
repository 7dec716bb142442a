"""Leaderboards brought up to date: after each run, and soon after entries and points come."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.leaderboards.service import finishing
from app.leaderboards.service import refreshing as service
from app.plumbing import jobs
from app.plumbing.db import Database
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID


@jobs.of_community("leaderboards.refresh")
async def refresh(tx: AsyncConnection, *, competition_id: UUID) -> None:
    await service.refresh(tx, competition_id)


@jobs.of_community("leaderboards.refresh_community")
async def refresh_community(tx: AsyncConnection) -> None:
    await service.refresh_community(tx)


@jobs.of_community("leaderboards.tell_of_end")
async def tell_of_end(tx: AsyncConnection, *, competition_id: UUID) -> None:
    await finishing.tell_of_end(tx, competition_id)


# Joining and granting know nothing of leaderboards, so a leaderboard looks after them itself.
@jobs.of_platform("leaderboards.look", every="* * * * * */5")
async def look(database: Database) -> None:
    async with database.reading(PLATFORM_ID) as tx:
        communities = await tenants.list_communities(tx)
    for community, _hosts in communities:
        async with database.tenant(community.id) as tx:
            for competition_id in await service.find_stale(tx):
                await jobs.enqueue(
                    tx,
                    "leaderboards.refresh",
                    tenant_id=community.id,
                    queueing_lock=str(competition_id),
                    competition_id=competition_id,
                )
