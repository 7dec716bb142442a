"""What they see who ask, and in which zone they read times."""

from typing import Annotated
from zoneinfo import ZoneInfo

from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from app.catalogue import service
from app.plumbing.access import Actor, Role
from app.plumbing.refusals import Forbidden
from app.plumbing.web import CurrentActor, Provided, Reading
from app.tenants.rules import Community

Hidden = Annotated[
    bool, QueryParameter(description="Also what is hidden or archived: admins only.")
]

Zone = NamedDependency[ZoneInfo]


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
    "zone": Provide(provide_zone),
}
