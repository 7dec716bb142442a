"""The start page."""

from typing import Any

from litestar import Request, get
from litestar.response import Template

from app.identity.rules.players import AskingPlayer
from app.identity.web.dependencies import CurrentSession
from app.plumbing.access import HINDRANCE, Actor, Role, anyone


@get("/", guards=[anyone])
async def home(request: Request[Any, Any, Any], session: CurrentSession) -> Template:
    """Where people arrive, so whoever has yet to join is led on.  A superadmin need not play."""
    actor: Actor | None = request.scope.get("user")
    hindrance = request.scope["state"].get(HINDRANCE)
    if session and hindrance and not (actor and actor.may(Role.SUPERADMIN)):
        raise hindrance
    player: AskingPlayer | None = request.scope["state"].get("player")
    name = player.display_name if player else session and session.name
    return Template(
        "home.html", context={"name": name, "roles": sorted(actor.roles) if actor else []}
    )
