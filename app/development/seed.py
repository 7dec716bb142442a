"""Something to look at from the first minute: the demo communities.  May be run again."""

from uuid import NAMESPACE_DNS, uuid5

from app.audit.rules import System
from app.plumbing.db import Database
from app.plumbing.settings import Settings
from app.tenants import service
from app.tenants.rules import PLATFORM_ID, Community, CommunitySettings, Status

BY = System(name="demo data")


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
