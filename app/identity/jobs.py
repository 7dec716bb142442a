"""What identity leaves to the worker, since the provider may be away."""

from app.identity.service import people
from app.identity.service.provider import Provider
from app.plumbing import jobs
from app.plumbing.db import Database
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID


@jobs.of_platform("identity.make_groups")
async def make_groups(_database: Database, *, subdomain: str, provider: Provider) -> None:
    """Enqueued when a community is founded, which needs no provider."""
    await provider.gateway.ensure_community(subdomain)


@jobs.of_platform("identity.refresh_roles", every="17 * * * *")
async def refresh_roles(database: Database, *, provider: Provider) -> None:
    """Keys live on what we remember of roles, and roles may change at the provider itself."""
    async with database.tenant(PLATFORM_ID) as tx:
        communities = await tenants.list_communities(tx)
    for community, _ in communities:
        async with database.tenant(community.id) as tx:
            await people.refresh_roles(tx, provider, community)
