"""The start page, and the pages that lead on to the others of an area."""

from typing import Any

from litestar import Request, get
from litestar.response import Template

from app.identity.rules.players import AskingPlayer
from app.pages.rules import places
from app.plumbing.access import HINDRANCE, Actor, Role, anyone, signed_in, superadmins
from app.plumbing.web import CurrentActor


@get("/", guards=[anyone])
async def home(request: Request[Any, Any, Any]) -> Template:
    """Where people arrive, so whoever has yet to join is led on.  A superadmin need not play."""
    actor: Actor | None = request.scope.get("user")
    session = request.scope["state"].get("session")
    hindrance = request.scope["state"].get(HINDRANCE)
    if session and hindrance and not (actor and actor.may(Role.SUPERADMIN)):
        raise hindrance
    player: AskingPlayer | None = request.scope["state"].get("player")
    name = player.display_name if player else session and session.name
    context = {
        "name": name,
        "roles": sorted(actor.roles) if actor else [],
        "places": [place for place in places.main_places(actor) if place.about] if actor else [],
    }
    return Template("pages/home.html", context=context)


@get("/me", guards=[signed_in])
async def me(actor: CurrentActor) -> Template:
    mine = places.MINE if actor.player_id else (places.JOIN, places.SESSIONS)
    return Template("pages/places.html", context={"title": "Me", "places": mine})


@get("/platform", guards=[superadmins])
async def platform() -> Template:
    context = {"title": "Platform", "places": places.FOR_SUPERADMINS}
    return Template("pages/places.html", context=context)
