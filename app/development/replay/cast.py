"""Who is there: a community for this replay alone, its officials, and players with a key each.

People cannot sign in here, so they are made known to the provider from within, and given keys.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from app.audit.rules import System
from app.development.replay.bots import Style, style_of
from app.identity.rules.keys import KeyWish, Scope
from app.identity.rules.players import TERMS_VERSION, Joining, Profile
from app.identity.service import keys, people, players
from app.identity.service.provider import Provider, connect
from app.plumbing.actors import Actor, Role, Via
from app.plumbing.db import Begin, Database
from app.plumbing.ids import new_id
from app.plumbing.settings import Settings
from app.plumbing.vault import Vault
from app.tenants import service as tenants
from app.tenants.rules import Community, CommunityLimits, CommunitySettings, Status

BY = System(name="replay")
REQUESTS_A_SECOND = 100_000
AT_ONCE = 4
# Nobody may confirm what they entered where it takes two; so there are two.
OFFICIALS = ("Referee", "Second referee")
OFFICIAL_ROLES = frozenset({Role.PLAYER, Role.RESULTS, Role.ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """Somebody who plays, and the key that they play with."""

    name: str
    style: Style
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    community: Community
    host: str
    officials: Sequence[str]
    players: Sequence[Player]


async def gather(settings: Settings, *, count: int) -> Cast:
    """Found the community, and let everybody in."""
    database = Database(settings)
    try:
        async with connect(settings) as provider:
            door = await _found(settings, database, provider)
            room = asyncio.Semaphore(AT_ONCE)
            officials = [await _let_in(door, room, name) for name in OFFICIALS]
            styles = [style_of(number) for number in range(count)]
            names = [f"{style.title()} {number}" for number, style in enumerate(styles, start=1)]
            subjects = await asyncio.gather(*(_let_in(door, room, name) for name in names))
            await _promote(door, officials)
            return Cast(
                community=door.community,
                host=f"{door.community.subdomain}.{settings.base_domain}",
                officials=[await _key(door, each, OFFICIAL_ROLES) for each in officials],
                players=[
                    Player(name=name, style=style, key=await _key(door, subject))
                    for name, style, subject in zip(names, styles, subjects, strict=True)
                ],
            )
    finally:
        await database.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What is needed to let somebody in."""

    community: Community
    begin: Begin
    provider: Provider
    vault: Vault


async def _found(settings: Settings, database: Database, provider: Provider) -> Door:
    community_id = new_id()
    community = Community(
        id=community_id,
        subdomain=f"replay-{community_id.hex[-12:]}",
        name="Replayed World Cup",
        status=Status.ACTIVE,
        settings=CommunitySettings(limits=CommunityLimits(requests_per_second=REQUESTS_A_SECOND)),
        settings_version=1,
    )
    host = f"{community.subdomain}.{settings.base_domain}"
    async with database.tenant(community.id) as tx:
        await tenants.found_community(tx, community, hosts=[host], by=BY)
    # A job does that, too; but everybody is about to be let in.
    await provider.gateway.ensure_community(community.subdomain)
    return Door(
        community=community,
        begin=partial(database.tenant, community.id),
        provider=provider,
        vault=Vault.parse(settings.field_keys),
    )


async def _let_in(door: Door, room: asyncio.Semaphore, name: str) -> str:
    """By the way that people join, but for the form; returns the subject."""
    address = f"{name.replace(' ', '-').lower()}@{door.community.subdomain}.example"
    profile = Profile(display_name=name, time_zone="UTC", locale="en")
    joining = Joining(profile=profile, born_on=date(1990, 1, 1), terms_version=TERMS_VERSION)
    async with room:
        subject = await door.provider.gateway.ensure_person(address)
        await players.join(
            door.begin,
            door.provider,
            door.vault,
            joining,
            subject=subject,
            community=door.community,
            now=datetime.now(UTC),
        )
    return subject


async def _promote(door: Door, subjects: Collection[str]) -> None:
    for subject in subjects:
        for role in OFFICIAL_ROLES - {Role.PLAYER}:
            await door.provider.gateway.grant_role(subject, door.community.subdomain, role)
    await people.refresh_roles(door.begin, door.provider, door.community.subdomain)


async def _key(door: Door, subject: str, roles: frozenset[Role] = frozenset({Role.PLAYER})) -> str:
    who = Actor(
        tenant_id=door.community.id,
        subject=subject,
        roles=roles,
        via=Via.SESSION,
        address="127.0.0.1",
    )
    scopes = {Role.PLAYER: Scope.BET, Role.RESULTS: Scope.RESULTS, Role.ADMIN: Scope.ADMIN}
    wish = KeyWish(name="replay", scopes=frozenset(scopes[role] for role in roles))
    async with door.begin() as tx:
        _, spelt = await keys.make_key(tx, wish, by=who, now=datetime.now(UTC))
    return spelt
