"""Who asks, for whom they write, and in which zone they read times."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service
from app.plumbing.access import Actor, Role
from app.plumbing.refusals import Forbidden
from app.plumbing.web import CurrentActor, Elsewhere, Provided, Reading
from app.tenants.rules import PLATFORM_ID, Community

Shared = Annotated[
    bool,
    QueryParameter(
        description="Of the platform, for all, rather than of this community: superadmins only."
    ),
]
Hidden = Annotated[
    bool, QueryParameter(description="Also what is hidden or archived: admins only.")
]

# Whose the thing is that is written, and a transaction of theirs.
Owner = NamedDependency[UUID]
OwnerTx = NamedDependency[AsyncConnection]
Zone = NamedDependency[ZoneInfo]


def provide_owner(actor: CurrentActor, shared: Shared = False) -> UUID:  # noqa: FBT002 - a query
    if not shared:
        return actor.tenant_id
    if not actor.may(Role.SUPERADMIN):
        raise Forbidden(needed=[Role.SUPERADMIN])
    return PLATFORM_ID


async def provide_owner_tx(owner: Owner, elsewhere: Elsewhere) -> AsyncIterator[AsyncConnection]:
    async with elsewhere(owner) as tx:
        yield tx


async def provide_zone(
    actor: CurrentActor, community: Provided[Community], reading: Reading
) -> ZoneInfo:
    """The player's own; the community's for who is no player."""
    own = await service.find_time_zone(reading, actor.player_id)
    return ZoneInfo(own or community.settings.time_zone)


def sees_everything(actor: Actor) -> bool:
    return actor.may(Role.ADMIN, Role.SUPERADMIN)


def check_may_see(actor: Actor, *, hidden: bool) -> None:
    if hidden and not sees_everything(actor):
        raise Forbidden(needed=[Role.ADMIN, Role.SUPERADMIN])


DEPENDENCIES = {
    "owner": Provide(provide_owner, sync_to_thread=False),
    "owner_tx": Provide(provide_owner_tx),
    "zone": Provide(provide_zone),
}
