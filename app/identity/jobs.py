"""What identity leaves to the worker, since the provider may be away."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from app.identity.service import ages, people, role_changes, sealing, sign_in
from app.identity.service.provider import Provider
from app.plumbing import jobs
from app.plumbing.db import Database
from app.plumbing.vault import Vault
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID


@jobs.of_platform("identity.make_groups")
async def make_groups(_database: Database, *, subdomain: str, provider: Provider) -> None:
    """Enqueued when a community is founded, which needs no provider."""
    await provider.gateway.ensure_community(subdomain)


@jobs.of_platform("identity.forget_expired", every="*/10 * * * *")
async def forget_expired(database: Database) -> None:
    now = datetime.now(UTC)
    async with database.platform() as platform_tx:
        await sign_in.forget_expired(platform_tx, now=now)
        await ages.forget_old_answers(platform_tx, now=now)
        await role_changes.forget_done(platform_tx, now=now)


@jobs.of_platform("identity.refresh_roles", every="17 * * * *")
async def refresh_roles(database: Database) -> None:
    """Keys live on what we remember of roles, and roles may change at the provider itself."""
    async with database.tenant(PLATFORM_ID) as tx:
        for community, _ in await tenants.list_communities(tx):
            await jobs.enqueue(
                tx,
                "identity.refresh_roles_of",
                queueing_lock=community.subdomain,
                community_id=community.id,
                subdomain=community.subdomain,
            )


@jobs.of_platform("identity.refresh_roles_of")
async def refresh_roles_of(
    database: Database, *, community_id: UUID, subdomain: str, provider: Provider
) -> None:
    """A job a community, so that one that fails holds up no other."""
    await people.refresh_roles(partial(database.tenant, community_id), provider, subdomain)


@jobs.of_platform("identity.finish_role_changes", every="* * * * *")
async def finish_role_changes(database: Database, *, provider: Provider) -> None:
    """Make what was decided by somebody who did not live to see it made."""
    await role_changes.finish_abandoned(database.platform, database.tenant, provider)


@jobs.of_platform("identity.reseal", every="47 * * * *")
async def reseal(database: Database, *, vault: Vault) -> None:
    """Nothing to do, but after the newest key has changed."""
    async with database.tenant(PLATFORM_ID) as tx:
        communities = await tenants.list_communities(tx)
    for tenant_id in (PLATFORM_ID, *(community.id for community, _ in communities)):
        await sealing.reseal(partial(database.tenant, tenant_id), vault)
