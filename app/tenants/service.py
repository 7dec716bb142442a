"""What can be done with communities: lock, look, decide, write."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.plumbing import jobs
from app.plumbing.access import Actor, Role
from app.tenants import store
from app.tenants.rules import (
    PLATFORM_ID,
    Community,
    CommunitySettings,
    HostTaken,
    Logo,
    NoSuchCommunity,
    NotThisCommunity,
    SettingsChanged,
    Status,
    SubdomainTaken,
    ThresholdNotTheirs,
    check_settings,
    check_subdomain,
    recognise_logo,
)

log = structlog.get_logger()


async def found_community(
    tx: AsyncConnection, community: Community, *, hosts: Sequence[str], by: Actor | System
) -> None:
    """Make a community.  `tx` is the new community's own transaction."""
    check_subdomain(community.subdomain)
    check_settings(community.settings)
    if not await store.insert_community(tx, community):
        raise SubdomainTaken(subdomain=community.subdomain)
    if await store.insert_hosts(tx, community.id, hosts) < len(set(hosts)):
        raise HostTaken(hosts=list(hosts))
    await audit.record(
        tx, actor=by, action="community.founded", subject=str(community.id), after=_facts(community)
    )
    await jobs.enqueue(
        tx, "identity.make_groups", tenant_id=community.id, subdomain=community.subdomain
    )
    log.info("community founded", tenant_id=community.id, subdomain=community.subdomain)


async def set_status(
    tx: AsyncConnection, community_id: UUID, status: Status, *, by: Actor | System, reason: str
) -> None:
    """Suspend a community or let it go on.  `tx` is that community's own transaction."""
    before = await store.lock_community(tx, community_id)
    if before.id == PLATFORM_ID:
        raise NotThisCommunity
    if before.status is status:
        return
    await store.update_status(tx, community_id, status)
    await audit.record(
        tx,
        actor=by,
        action=f"community.{status}",
        subject=str(community_id),
        before={"status": before.status},
        after={"status": status},
        reason=reason,
    )
    log.info("community status changed", tenant_id=community_id, status=status)


async def change_settings(
    tx: AsyncConnection,
    community_id: UUID,
    *,
    name: str,
    settings: CommunitySettings,
    seen_version: int,
    by: Actor | System,
    reason: str,
) -> None:
    """Replace the settings that the admin saw; nobody overwrites what they have not seen."""
    before = await store.lock_community(tx, community_id)
    if before.settings_version != seen_version:
        raise SettingsChanged(seen=seen_version, current=before.settings_version)
    check_settings(settings)
    if settings.adjustment_threshold != before.settings.adjustment_threshold:
        _check_threshold_is_theirs(by)
    after = replace(before, name=name, settings=settings)
    if after == before:
        return
    await store.update_settings(tx, community_id, name=name, settings=settings)
    await audit.record(
        tx,
        actor=by,
        action="community.settings_changed",
        subject=str(community_id),
        before=_facts(before),
        after=_facts(after),
        reason=reason,
    )
    log.info("community settings changed", tenant_id=community_id)


async def change_logo(
    tx: AsyncConnection, community_id: UUID, image: bytes, *, by: Actor | System, reason: str
) -> None:
    before = await store.lock_community(tx, community_id)
    media_type = recognise_logo(image)
    await store.save_logo(tx, community_id, media_type=media_type, image=image)
    await audit.record(
        tx,
        actor=by,
        action="community.logo_changed",
        subject=str(community_id),
        before={"logo_version": before.logo_version},
        after={"bytes": len(image)},
        reason=reason,
    )


async def remove_logo(
    tx: AsyncConnection, community_id: UUID, *, by: Actor | System, reason: str
) -> None:
    before = await store.lock_community(tx, community_id)
    if before.logo_version is None:
        return
    await store.delete_logo(tx, community_id)
    await audit.record(
        tx,
        actor=by,
        action="community.logo_removed",
        subject=str(community_id),
        before={"logo_version": before.logo_version},
        reason=reason,
    )


async def get_community(tx: AsyncConnection, subdomain: str) -> Community:
    found = await store.find_community(tx, subdomain)
    if found is None:
        raise NoSuchCommunity(subdomain=subdomain)
    return found


async def get_current(tx: AsyncConnection) -> Community:
    """The transaction's community as it is now, for whatever decides by its settings."""
    return await store.get_current(tx)


async def list_communities(tx: AsyncConnection) -> list[tuple[Community, list[str]]]:
    return await store.list_communities(tx)


async def find_logo(tx: AsyncConnection, community_id: UUID) -> Logo | None:
    return await store.find_logo(tx, community_id)


async def find_community_at(tx: AsyncConnection, host: str) -> Community | None:
    return await store.find_community_at(tx, host)


def _check_threshold_is_theirs(by: Actor | System) -> None:
    # Or an admin could raise it, move any number of points alone, and lower it again.
    if isinstance(by, Actor) and not by.may(Role.SUPERADMIN):
        raise ThresholdNotTheirs


def _facts(community: Community) -> dict[str, object]:
    return {
        "subdomain": community.subdomain,
        "name": community.name,
        "settings": msgspec.to_builtins(community.settings),
    }
