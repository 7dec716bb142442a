"""People as the admins of their community see and change them.

The provider keeps the roles.  A change holds the community's lock while the provider is asked,
so that two admins cannot each take the other's role; such changes are rare and short.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.identity import gateway
from app.identity.rules.people import (
    NotAPlayer,
    Someone,
    check_gain,
    check_loss,
    get_someone,
)
from app.identity.rules.players import Player, normal_email
from app.identity.service.administering import administering
from app.identity.service.players import open_email
from app.identity.service.provider import Provider
from app.identity.store import keys as keys_store
from app.identity.store import players as store
from app.identity.store import sessions as sessions_store
from app.plumbing.actors import Actor, Role
from app.plumbing.db import Begin
from app.plumbing.vault import Vault
from app.tenants.rules import Community

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An admin at work in their community."""

    tx: AsyncConnection
    provider: Provider
    vault: Vault
    community: Community
    by: Actor
    now: datetime


async def list_people(office: Office) -> list[Someone]:
    """Everybody with a role here, and those who lost theirs to a suspension."""
    with administering():
        people = await office.provider.gateway.people(office.community.subdomain)
    known = {person.subject: person for person in people}
    players = {p.subject: p for p in await store.list_players(office.tx, known)}
    everybody = [
        _someone(office.vault, subject, known.get(subject), players.get(subject))
        for subject in known.keys() | players.keys()
    ]
    return sorted(everybody, key=lambda someone: (someone.email or "", someone.subject))


async def invite(office: Office, email: str, role: Role) -> None:
    await store.lock_people(office.tx, office.community.id)
    address = normal_email(email)
    with administering():
        known = await office.provider.gateway.find_by_email(address)
    if known:
        player = await store.find_player(office.tx, known.subject)
        check_gain(suspended=player is not None and player.suspended_at is not None)
    with administering():
        subject = await office.provider.gateway.invite(address, office.community.subdomain, role)
    await sessions_store.make_renewal_due(office.tx, subject, office.now)
    await _record(office, "person.invited", subject, after={"role": role})


async def promote(office: Office, subject: str, role: Role) -> None:
    await store.lock_people(office.tx, office.community.id)
    person = get_someone(await list_people(office), subject)
    check_gain(suspended=person.suspended)
    with administering():
        await office.provider.gateway.grant_role(subject, office.community.subdomain, role)
    await store.update_roles(office.tx, subject, person.roles | {role})
    await sessions_store.make_renewal_due(office.tx, subject, office.now)
    await _record_roles(office, "person.promoted", person, person.roles | {role})


async def demote(office: Office, subject: str, role: Role) -> None:
    await store.lock_people(office.tx, office.community.id)
    everybody = await list_people(office)
    person = get_someone(everybody, subject)
    left = person.roles - {role}
    check_loss(person, left, by=office.by.subject, everybody=everybody)
    with administering():
        await office.provider.gateway.revoke_role(subject, office.community.subdomain, role)
    await sessions_store.delete_hand_overs_of(office.tx, subject)
    await store.update_roles(office.tx, subject, left)
    await store.refuse_older_tokens(office.tx, subject)
    # Not renewed but ended: a renewal would keep the old role while the provider is away.
    await sessions_store.delete_sessions_of(office.tx, subject)
    await _record_roles(office, "person.demoted", person, left)


async def suspend(office: Office, subject: str, *, reason: str) -> None:
    """Keep a player out of this community: no role, no session, no key, until further notice."""
    await store.lock_people(office.tx, office.community.id)
    everybody = await list_people(office)
    person = get_someone(everybody, subject)
    if person.player_id is None:
        raise NotAPlayer
    if person.suspended:
        return
    check_loss(person, frozenset(), by=office.by.subject, everybody=everybody)
    with administering():
        for role in person.roles:
            await office.provider.gateway.revoke_role(subject, office.community.subdomain, role)
    await sessions_store.delete_hand_overs_of(office.tx, subject)
    await store.update_suspension(office.tx, person.player_id, office.now)
    await store.refuse_older_tokens(office.tx, subject)
    await keys_store.revoke_keys_of(office.tx, person.player_id, at=office.now)
    await sessions_store.delete_sessions_of(office.tx, subject)
    await _record_roles(office, "person.suspended", person, frozenset(), reason=reason)


async def resume(office: Office, subject: str, *, reason: str) -> None:
    """Let a suspended player play again; other roles and keys they must be given anew."""
    await store.lock_people(office.tx, office.community.id)
    person = get_someone(await list_people(office), subject)
    if person.player_id is None or not person.suspended:
        return
    roles = frozenset({Role.PLAYER})
    with administering():
        await office.provider.gateway.grant_role(subject, office.community.subdomain, Role.PLAYER)
    await store.update_suspension(office.tx, person.player_id, None)
    await store.update_roles(office.tx, subject, roles)
    await sessions_store.make_renewal_due(office.tx, subject, office.now)
    await _record_roles(office, "person.resumed", person, roles, reason=reason)


async def refresh_roles(begin: Begin, provider: Provider, subdomain: str) -> None:
    """Remember everybody's roles as the provider has them now."""
    async with begin() as tx:
        asked_at = await store.read_clock(tx)
    known = await provider.gateway.people(subdomain)
    roles = {p.subject: frozenset(map(Role, p.roles)) for p in known if p.enabled}
    async with begin() as tx:
        await store.replace_roles(tx, roles, asked_at=asked_at)


def _someone(
    vault: Vault, subject: str, person: gateway.Person | None, player: Player | None
) -> Someone:
    someone = Someone(subject=subject, email=None, roles=frozenset(), enabled=True)
    if player:
        someone = replace(
            someone,
            email=open_email(vault, player),
            player_id=player.id,
            display_name=player.display_name,
            suspended=player.suspended_at is not None,
        )
    if person:
        roles = frozenset(map(Role, person.roles))
        someone = replace(someone, email=person.email, roles=roles, enabled=person.enabled)
    return someone


async def _record_roles(
    office: Office,
    action: str,
    person: Someone,
    roles: frozenset[Role],
    *,
    reason: str | None = None,
) -> None:
    before, after = {"roles": sorted(person.roles)}, {"roles": sorted(roles)}
    await _record(office, action, person.subject, before=before, after=after, reason=reason)


async def _record(
    office: Office,
    action: str,
    subject: str,
    *,
    before: object = None,
    after: object = None,
    reason: str | None = None,
) -> None:
    await audit.record(
        office.tx,
        office.by,
        action,
        f"person {subject}",
        before=before,
        after=after,
        reason=reason,
    )
    log.info("people changed", action=action, subject=subject)
