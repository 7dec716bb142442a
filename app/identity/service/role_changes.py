"""Changes of roles: decided here, made by the provider, and only then in force and on record.

The decision is committed before the provider is asked, and no transaction is open meanwhile, so
that a slow provider keeps no connection and no lock.  Whoever dies before the end leaves the
change unfinished.  Its claim runs out, and then whoever asks for it again, or else
`finish_abandoned` within a minute or two, makes it anew: to give and take a role twice is as good
as once.  Until then all decisions count what is to be lost as lost, so that two admins cannot take
each other's role; and no other change of this person is begun, so that no grant comes too late.
"""

import asyncio
from contextlib import suppress
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.identity.gateway import GrantRefused, Keycloak, PersonUnknown, ProviderDown
from app.identity.rules.people import NoSuchPerson
from app.identity.rules.role_changes import (
    DONE_KEPT,
    MAKING_LIFE,
    Act,
    ChangeDelayed,
    ChangeUnderway,
    RoleChange,
)
from app.identity.service.provider import Provider
from app.identity.store import invitations as invitations_store
from app.identity.store import keys as keys_store
from app.identity.store import players as players_store
from app.identity.store import role_changes as store
from app.identity.store import sessions as sessions_store
from app.plumbing import outbox
from app.plumbing.db import Begin, BeginIn, read_clock
from app.tenants import service as tenants

log = structlog.get_logger()


async def decide(tx: AsyncConnection, change: RoleChange) -> RoleChange:
    """Note the change, or take up the same one where it was left unfinished."""
    earlier = await store.find_unfinished(tx, change.subject)
    if earlier is None:
        await store.insert_change(tx, change)
        return change
    claimed = await store.claim(tx, earlier.id) if change.repeats(earlier) else None
    if claimed is None:
        raise ChangeUnderway
    return claimed


async def make(
    begin: Begin, provider: Provider, change: RoleChange, *, subdomain: str, now: datetime
) -> None:
    """Have the provider make the change; then it takes effect here, on record."""
    try:
        async with asyncio.timeout(MAKING_LIFE.total_seconds()):
            await _tell(provider.gateway, change, subdomain)
    except (GrantRefused, ProviderDown, TimeoutError) as error:
        log.warning("role change delayed", action=change.action, subject=change.subject)
        raise ChangeDelayed from error
    except PersonUnknown as error:
        if change.gained:
            await _give_up(begin, change)
            raise NoSuchPerson from error
        # Whoever is gone has lost their roles, too.
    async with begin() as tx:
        if await store.finish(tx, change.id):
            await _take_effect(tx, change, now)
            await _tell_player(tx, change)
            await _record(tx, change)


async def finish_abandoned(begin_platform: Begin, begin: BeginIn, provider: Provider) -> None:
    """Make what others decided and did not finish."""
    async with begin_platform() as platform_tx:
        abandoned = await store.list_abandoned(platform_tx)
    for tenant_id, change_id in abandoned:
        begin_here = partial(begin, tenant_id)
        async with begin_here() as tx:
            change = await store.claim(tx, change_id)
            community = await tenants.get_current(tx)
            now = await read_clock(tx)
        if change:
            with suppress(ChangeDelayed, NoSuchPerson):
                await make(begin_here, provider, change, subdomain=community.subdomain, now=now)


async def forget_done(platform_tx: AsyncConnection, *, now: datetime) -> None:
    await store.delete_done(platform_tx, before=now - DONE_KEPT)


async def _tell(gateway: Keycloak, change: RoleChange, subdomain: str) -> None:
    for role in sorted(change.lost):
        await gateway.revoke_role(change.subject, subdomain, role)
    for role in sorted(change.gained):
        if change.action is Act.INVITED:
            await gateway.invite(change.subject, subdomain, role)
        else:
            await gateway.grant_role(change.subject, subdomain, role)


async def _give_up(begin: Begin, change: RoleChange) -> None:
    async with begin() as tx:
        await invitations_store.delete_invitation(tx, change.subject)
        await store.finish(tx, change.id)
    log.warning("role change given up", action=change.action, subject=change.subject)


async def _take_effect(tx: AsyncConnection, change: RoleChange, now: datetime) -> None:
    subject = change.subject
    if change.lost:
        # Sign-ins under way end before the player is locked, as everywhere.
        await sessions_store.delete_hand_overs_of(tx, subject)
    player = await players_store.lock_player(tx, subject)
    if player and change.action is Act.SUSPENDED:
        await players_store.suspend(tx, player.id, at=now, reason=change.reason)
        await keys_store.revoke_keys_of(tx, player.id, at=now)
    elif player and change.action is Act.RESUMED:
        await players_store.end_suspension(tx, player.id)
    elif change.action is Act.UNINVITED:
        await invitations_store.delete_invitation(tx, subject)
    await players_store.update_roles(tx, subject, change.after)
    if change.lost:
        # The provider told of the role until now, so what it said before is refused.
        await players_store.refuse_older_tokens(tx, subject)
        # Not renewed but ended: a renewal would keep the old role while the provider is away.
        await sessions_store.delete_sessions_of(tx, subject)
    else:
        await sessions_store.make_renewal_due(tx, subject, now)


async def _tell_player(tx: AsyncConnection, change: RoleChange) -> None:
    """Whoever does not play here yet was written to by the provider."""
    if player := await players_store.find_player(tx, change.subject):
        await outbox.tell(
            tx,
            player.id,
            "security.roles_changed",
            f"role change {change.id}",
            action=change.action,
            gained=sorted(change.after - change.before),
            lost=sorted(change.before - change.after),
            reason=change.reason,
        )


async def _record(tx: AsyncConnection, change: RoleChange) -> None:
    await audit.record(
        tx,
        change.by,
        f"person.{change.action}",
        f"person {change.subject}",
        before={"roles": sorted(change.before)},
        after={"roles": sorted(change.after)},
        reason=change.reason,
    )
    log.info("people changed", action=f"person.{change.action}", subject=change.subject)
