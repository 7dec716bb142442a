"""Something to look at from the first minute: the demo communities.  May be run again."""

from datetime import UTC, date, datetime
from functools import partial
from uuid import NAMESPACE_DNS, uuid5

from app.audit.rules import System
from app.identity.rules.players import TERMS_VERSION, Joining, Profile
from app.identity.service import players
from app.identity.service.provider import connect
from app.plumbing.db import Database
from app.plumbing.settings import Settings
from app.plumbing.vault import Vault
from app.tenants import service
from app.tenants.rules import PLATFORM_ID, Community, CommunitySettings, Status

BY = System(name="demo data")
PLAYERS = frozenset({"ama", "kofi", "efua"})


def _community(subdomain: str, name: str, settings: CommunitySettings) -> Community:
    return Community(
        # The same on every machine, so that all demo data can name it.
        id=uuid5(NAMESPACE_DNS, f"{subdomain}.pointsbook.example"),
        subdomain=subdomain,
        name=name,
        status=Status.ACTIVE,
        settings=settings,
        settings_version=1,
    )


DEMO = _community("demo", "Accra Armchair League", CommunitySettings(time_zone="Africa/Accra"))
HARBOUR = _community(
    "harbour",
    "Harbour Street Five",
    CommunitySettings(primary_colour="#1d4e89", time_zone="Europe/Lisbon"),
)
HOSTS = {
    # Not every client resolves *.localhost, so the bare hosts lead here too.
    DEMO: ("localhost", "127.0.0.1", "demo.localhost"),
    HARBOUR: ("harbour.localhost",),
}


async def seed(settings: Settings) -> None:
    database = Database(settings)
    try:
        async with database.reading(PLATFORM_ID) as tx:
            there = {community.id for community, _ in await service.list_communities(tx)}
        for community, hosts in HOSTS.items():
            if community.id not in there:
                async with database.tenant(community.id) as tx:
                    await service.found_community(tx, community, hosts=hosts, by=BY)
    finally:
        await database.close()


async def seed_players(settings: Settings) -> None:
    """Let the demo people play at once.  Whoever registers anew meets the welcome page."""
    database, vault = Database(settings), Vault.parse(settings.field_keys)
    begin = partial(database.tenant, DEMO.id)
    try:
        async with connect(settings) as provider:
            for person in await provider.gateway.people(DEMO.subdomain):
                async with begin() as tx:
                    there = await players.find_asking_player(tx, person.subject)
                if there is None and person.username in PLAYERS:
                    await players.join(
                        begin,
                        provider,
                        vault,
                        _joining(person.username),
                        subject=person.subject,
                        community=DEMO,
                        now=datetime.now(UTC),
                    )
    finally:
        await database.close()


def _joining(username: str) -> Joining:
    profile = Profile(
        display_name=username.capitalize(),
        time_zone=DEMO.settings.time_zone,
        locale=DEMO.settings.locale,
    )
    return Joining(profile=profile, born_on=date(1990, 1, 1), terms_version=TERMS_VERSION)
