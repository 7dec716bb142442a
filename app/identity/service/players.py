"""Joining a community, and what players may change about themselves."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.players import (
    AskingPlayer,
    CommunityFull,
    Joining,
    NameTaken,
    NoPlayer,
    Player,
    Profile,
    TooYoung,
    check_joining,
    check_profile,
    check_standing,
    check_terms,
    name_key,
    normal_email,
    today_in,
)
from app.identity.rules.sealing import born_on_context, email_context, email_index_context
from app.identity.service import ages
from app.identity.service.administering import administering
from app.identity.service.provider import Provider
from app.identity.service.sealing import read
from app.identity.store import invitations as invitations_store
from app.identity.store import players as store
from app.identity.store import sessions as sessions_store
from app.plumbing.actors import Role
from app.plumbing.db import Begin
from app.plumbing.ids import new_id
from app.plumbing.vault import Vault
from app.tenants.rules import Community

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What we know of a player, opened for their own eyes: None is what we cannot read."""

    player: Player
    born_on: date | None = field(repr=False)
    email: str | None = field(repr=False)


async def find_asking_player(tx: AsyncConnection, subject: str) -> AskingPlayer | None:
    return await store.find_asking_player(tx, subject)


async def call_names(tx: AsyncConnection, subjects: set[str]) -> dict[str, str]:
    """What those of the given people are called who play here."""
    return await store.call_names(tx, subjects)


async def join(
    begin: Begin,
    provider: Provider,
    vault: Vault,
    joining: Joining,
    *,
    subject: str,
    community: Community,
    now: datetime,
) -> None:
    """Make the person a player, or raise the refusal that says why not.

    The role comes first, while no transaction is open: without a player it opens nothing, so
    whatever fails in between leaves nobody half joined, and a second try does the rest.
    """
    check_joining(joining, today_in(community.settings.time_zone, now))
    async with begin() as tx:
        if player := await store.find_player(tx, subject):
            check_standing(player)
            return
        may_play = await ages.may_play(
            tx, vault, joining.born_on, subject=subject, community=community, now=now
        )
        if may_play:
            await _check_room(tx, joining, community)
    if not may_play:
        raise TooYoung
    with administering():
        email = await provider.gateway.email_of(subject)
        await provider.gateway.grant_role(subject, community.subdomain, Role.PLAYER)
    async with begin() as tx:
        await let_in(tx, vault, joining, subject=subject, email=email, community=community, now=now)


async def let_in(
    tx: AsyncConnection,
    vault: Vault,
    joining: Joining,
    *,
    subject: str,
    email: str | None,
    community: Community,
    now: datetime,
) -> None:
    """The part of joining that is ours alone; whoever never signs in needs no more.

    Letting in again changes nothing.
    """
    await store.lock_names(tx, community.id)
    if player := await store.find_player(tx, subject):
        check_standing(player)
        return
    await _check_room(tx, joining, community)
    player = _new_player(vault, joining, subject, email, community.id, now)
    await store.insert_player(tx, player)
    await store.insert_consent(tx, player.tenant_id, new_id(), player.id, at=now)
    await invitations_store.delete_invitation(tx, player.subject)
    await sessions_store.make_renewal_due(tx, player.subject, now)
    log.info("player joined", player_id=player.id)


async def accept_terms(tx: AsyncConnection, *, subject: str, version: str, now: datetime) -> None:
    check_terms(version)
    player = await store.lock_player(tx, subject)
    asking = await store.find_asking_player(tx, subject)
    if player is None or asking is None:
        raise NoPlayer
    if asking.accepted_terms:
        return
    await store.insert_consent(tx, player.tenant_id, new_id(), player.id, at=now)
    log.info("terms accepted", player_id=player.id, version=version)


async def get_person(tx: AsyncConnection, vault: Vault, subject: str) -> Person:
    player = await store.find_player(tx, subject)
    if player is None:
        raise NoPlayer
    born_on = read(vault, player.born_on_sealed, born_on_context(player.tenant_id, player.id))
    return Person(
        player=player,
        born_on=date.fromisoformat(born_on) if born_on else None,
        email=read_email(vault, player),
    )


def read_email(vault: Vault, player: Player) -> str | None:
    if player.email_sealed is None:
        return None
    return read(vault, player.email_sealed, email_context(player.tenant_id, player.id))


async def change_profile(
    tx: AsyncConnection, profile: Profile, *, subject: str, tenant_id: UUID
) -> None:
    check_profile(profile)
    await store.lock_names(tx, tenant_id)
    player = await store.lock_player(tx, subject)
    if player is None:
        raise NoPlayer
    if await store.is_name_taken(tx, profile.display_name, but_by=player.id):
        raise NameTaken
    await store.update_profile(tx, player.id, profile)
    log.info("profile changed", player_id=player.id)


async def _check_room(tx: AsyncConnection, joining: Joining, community: Community) -> None:
    players_max = community.settings.limits.players
    if await store.count_players(tx) >= players_max:
        raise CommunityFull(players_max=players_max)
    if await store.is_name_taken(tx, joining.profile.display_name, but_by=None):
        raise NameTaken


def _new_player(
    vault: Vault,
    joining: Joining,
    subject: str,
    email: str | None,
    tenant_id: UUID,
    now: datetime,
) -> Player:
    player_id, email = new_id(), normal_email(email) if email else None
    return Player(
        tenant_id=tenant_id,
        id=player_id,
        subject=subject,
        display_name=joining.profile.display_name,
        name_key=name_key(joining.profile.display_name),
        born_on_sealed=vault.seal(
            joining.born_on.isoformat(), born_on_context(tenant_id, player_id)
        ),
        email_sealed=vault.seal(email, email_context(tenant_id, player_id)) if email else None,
        email_index=vault.blind_index(email, email_index_context(tenant_id)) if email else None,
        time_zone=joining.profile.time_zone,
        locale=joining.profile.locale,
        odds_format=joining.profile.odds_format,
        roles=frozenset({Role.PLAYER}),
        created_at=now,
    )
