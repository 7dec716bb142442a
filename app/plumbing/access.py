"""Who is asking, and what they may ask for.  Every route names its guard; `tests` hold the list."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.plumbing.actors import Actor, Role, Via
from app.plumbing.refusals import Forbidden, NotSignedIn

__all__ = [
    "HINDRANCE",
    "Actor",
    "Guard",
    "Role",
    "Via",
    "admins",
    "anyone",
    "in_person",
    "members",
    "only",
    "players",
    "scorers",
    "signed_in",
    "superadmins",
]


class NotWithKey(Forbidden):
    """A key may not do this.  Please sign in yourself."""


# Guards are coroutines: Litestar would send a plain function to a thread for each request.
Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]
# Why the roles of whoever asks do not count, where the authentication knows of a reason.
HINDRANCE = "hindrance"


async def anyone(
    _connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Open to the world, on purpose."""


async def signed_in(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Anybody who signed in, player of this community or not yet."""
    if connection.scope.get("user") is None:
        raise NotSignedIn


def only(*roles: Role) -> Guard:
    async def guard(
        connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
    ) -> None:
        await signed_in(connection, handler)
        actor: Actor = connection.scope["user"]
        if not actor.may(*roles):
            raise connection.scope["state"].get(HINDRANCE) or Forbidden(needed=sorted(roles))

    guard.__name__ = "only_" + "_".join(sorted(roles))
    return guard


async def in_person(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Not with a key: whoever finds a lost key must not make more of them."""
    actor: Actor | None = connection.scope.get("user")
    if actor is not None and actor.via is Via.KEY:
        raise NotWithKey


superadmins = only(Role.SUPERADMIN)
admins = only(Role.ADMIN, Role.SUPERADMIN)
scorers = only(Role.RESULTS, Role.ADMIN, Role.SUPERADMIN)
players = only(Role.PLAYER, Role.RESULTS, Role.ADMIN)
# All who belong here, and those who look after what all communities share.
members = only(Role.PLAYER, Role.RESULTS, Role.ADMIN, Role.SUPERADMIN)
