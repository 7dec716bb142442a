"""People as the admins of their community see and change them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity import gateway
from app.identity.rules.people import (
    Invitation,
    NoSuchInvitation,
    NotAPlayer,
    Someone,
    check_gain,
    check_loss,
    check_not_oneself,
    get_someone,
)
from app.identity.rules.players import Player, name_key, normal_email, tidy_name
from app.identity.rules.role_changes import EVERY_ROLE, Act, RoleChange, with_changes
from app.identity.rules.sealing import invitation_context
from app.identity.service import role_changes
from app.identity.service.administering import administering
from app.identity.service.players import read_email
from app.identity.service.provider import Provider
from app.identity.service.sealing import read
from app.identity.store import invitations as invitations_store
from app.identity.store import players as store
from app.identity.store import role_changes as changes_store
from app.plumbing.actors import Actor, Role
from app.plumbing.db import Begin, read_clock
from app.plumbing.ids import new_id
from app.plumbing.pages import Page, key_of, page_of
from app.plumbing.vault import Vault
from app.tenants.rules import Community

PEOPLE_PER_PAGE = 50
INVITATIONS_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An admin at work in their community."""

    begin: Begin
    provider: Provider
    vault: Vault
    community: Community
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """What the provider said of a community's people, and before when it was asked."""

    people: list[gateway.Person]
    asked_at: datetime


async def list_people(
    tx: AsyncConnection, vault: Vault, *, search: str = "", after: str | None = None
) -> Page[Someone]:
    """Players by name, with the roles that we remember: no page waits for the provider."""
    rows = await store.list_page(
        tx,
        search=name_key(tidy_name(search)),
        after=key_of(after, UUID),
        limit=PEOPLE_PER_PAGE + 1,
    )
    return page_of(rows, PEOPLE_PER_PAGE, key=lambda player: player.id, show=partial(_shown, vault))


async def list_invitations(tx: AsyncConnection, vault: Vault) -> list[Someone]:
    invited = await invitations_store.list_invitations(tx, limit=INVITATIONS_SHOWN)
    return [_invited(vault, invitation) for invitation in invited]


async def invite(office: Office, email: str, role: Role, *, reason: str | None) -> None:
    address = normal_email(email)
    with administering():
        subject = await office.provider.gateway.ensure_person(address)
    async with office.begin() as tx:
        await store.lock_people(tx, office.community.id)
        player = await store.find_player(tx, subject)
        check_gain(suspended=player is not None and player.suspended_at is not None)
        if player is None:
            before = await _keep_invitation(tx, office, subject, address, role)
        else:
            before = player.roles
        change = _change(office, Act.INVITED, subject, before, reason=reason, gained={role})
        change = await role_changes.decide(tx, change)
    await _make(office, change)


async def withdraw(office: Office, subject: str, *, reason: str) -> None:
    """Take an invitation back.  It administers nothing, so nobody is stuck without it."""
    check_not_oneself(subject, by=office.by.subject)
    async with office.begin() as tx:
        await store.lock_people(tx, office.community.id)
        invitation = await invitations_store.find_invitation(tx, subject)
        if invitation is None:
            raise NoSuchInvitation
        change = _change(
            office, Act.UNINVITED, subject, invitation.roles, reason=reason, lost=EVERY_ROLE
        )
        change = await role_changes.decide(tx, change)
    await _make(office, change)


async def promote(office: Office, subject: str, role: Role, *, reason: str) -> None:
    census = await _ask(office)
    async with office.begin() as tx:
        person = get_someone(await _look(tx, office, census), subject)
        check_gain(suspended=person.suspended)
        change = _change(office, Act.PROMOTED, subject, person.roles, reason=reason, gained={role})
        change = await role_changes.decide(tx, change)
    await _make(office, change)


async def demote(office: Office, subject: str, role: Role, *, reason: str) -> None:
    census = await _ask(office)
    async with office.begin() as tx:
        everybody = await _look(tx, office, census)
        person = get_someone(everybody, subject)
        check_loss(person, person.roles - {role}, by=office.by.subject, everybody=everybody)
        change = _change(office, Act.DEMOTED, subject, person.roles, reason=reason, lost={role})
        change = await role_changes.decide(tx, change)
    await _make(office, change)


async def suspend(office: Office, subject: str, *, reason: str) -> None:
    """Keep a player out of this community: no role, no session, no key, until further notice."""
    census = await _ask(office)
    async with office.begin() as tx:
        everybody = await _look(tx, office, census)
        person = get_someone(everybody, subject)
        if person.player_id is None:
            raise NotAPlayer
        if person.suspended:
            return
        check_loss(person, frozenset(), by=office.by.subject, everybody=everybody)
        change = _change(
            office, Act.SUSPENDED, subject, person.roles, reason=reason, lost=EVERY_ROLE
        )
        change = await role_changes.decide(tx, change)
    await _make(office, change)


async def resume(office: Office, subject: str, *, reason: str) -> None:
    """Let a suspended player play again; other roles and keys they must be given anew."""
    async with office.begin() as tx:
        await store.lock_people(tx, office.community.id)
        player = await store.find_player(tx, subject)
        if player is None or player.suspended_at is None:
            return
        change = _change(
            office, Act.RESUMED, subject, player.roles, reason=reason, gained={Role.PLAYER}
        )
        change = await role_changes.decide(tx, change)
    await _make(office, change)


async def refresh_roles(begin: Begin, provider: Provider, subdomain: str) -> None:
    """Remember everybody's roles as the provider has them now."""
    async with begin() as tx:
        asked_at = await read_clock(tx)
    known = await provider.gateway.people(subdomain)
    roles = {p.subject: frozenset(map(Role, p.roles)) for p in known if p.enabled}
    async with begin() as tx:
        await store.replace_roles(tx, roles, asked_at=asked_at)


async def _ask(office: Office) -> Census:
    """Who has a role here?  Asked before anything is locked."""
    async with office.begin() as tx:
        asked_at = await read_clock(tx)
    with administering():
        people = await office.provider.gateway.people(office.community.subdomain)
    return Census(people=people, asked_at=asked_at)


async def _look(tx: AsyncConnection, office: Office, census: Census) -> list[Someone]:
    """Everybody with the roles that are certain, whatever was decided since we asked."""
    await store.lock_people(tx, office.community.id)
    changes = await changes_store.list_changes(tx, since=census.asked_at)
    known = {person.subject: person for person in census.people}
    players = {p.subject: p for p in await store.list_players(tx, known)}
    everybody = (
        _someone(subject, known.get(subject), players.get(subject))
        for subject in known.keys() | players.keys()
    )
    return [with_changes(someone, changes) for someone in everybody]


async def _keep_invitation(
    tx: AsyncConnection, office: Office, subject: str, address: str, role: Role
) -> frozenset[Role]:
    """Note who was invited; return the roles that they were invited to before."""
    if earlier := await invitations_store.find_invitation(tx, subject):
        await invitations_store.update_roles(tx, earlier.id, earlier.roles | {role})
        return earlier.roles
    tenant_id, invitation_id = office.community.id, new_id()
    invitation = Invitation(
        tenant_id=tenant_id,
        id=invitation_id,
        subject=subject,
        email_sealed=office.vault.seal(address, invitation_context(tenant_id, invitation_id)),
        roles=frozenset({role}),
    )
    await invitations_store.insert_invitation(tx, invitation)
    return frozenset()


def _change(
    office: Office,
    action: Act,
    subject: str,
    before: frozenset[Role],
    *,
    reason: str | None,
    gained: Iterable[Role] = (),
    lost: Iterable[Role] = (),
) -> RoleChange:
    return RoleChange(
        tenant_id=office.community.id,
        id=new_id(),
        action=action,
        subject=subject,
        before=before,
        gained=frozenset(gained),
        lost=frozenset(lost),
        reason=reason,
        by_subject=office.by.subject,
        by_player_id=office.by.player_id,
        by_address=office.by.address,
    )


async def _make(office: Office, change: RoleChange) -> None:
    await role_changes.make(
        office.begin,
        office.provider,
        change,
        subdomain=office.community.subdomain,
        now=office.now,
    )


def _someone(subject: str, person: gateway.Person | None, player: Player | None) -> Someone:
    someone = Someone(subject=subject, roles=frozenset(), enabled=True)
    if player:
        someone = replace(someone, player_id=player.id, suspended=player.suspended_at is not None)
    if person:
        someone = replace(someone, roles=frozenset(map(Role, person.roles)), enabled=person.enabled)
    return someone


def _shown(vault: Vault, player: Player) -> Someone:
    email = read_email(vault, player)
    return Someone(
        subject=player.subject,
        roles=player.roles,
        enabled=player.locked_out_at is None,
        email=email,
        player_id=player.id,
        display_name=player.display_name,
        suspended=player.suspended_at is not None,
        readable=email is not None or player.email_sealed is None,
    )


def _invited(vault: Vault, invitation: Invitation) -> Someone:
    context = invitation_context(invitation.tenant_id, invitation.id)
    email = read(vault, invitation.email_sealed, context)
    return Someone(
        subject=invitation.subject,
        roles=invitation.roles,
        enabled=True,
        email=email,
        readable=email is not None,
    )
