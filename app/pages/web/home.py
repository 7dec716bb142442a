"""The start page, and the pages that lead on to the others of an area."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from app.identity.rules.players import AskingPlayer
from app.pages.rules import places
from app.pages.rules.competing import door_of
from app.pages.rules.following import topics_of
from app.pages.service import competing
from app.pages.service.competing import Start
from app.plumbing.access import HINDRANCE, Actor, Role, anyone, signed_in, superadmins
from app.plumbing.web import CurrentActor, CurrentSettings, Now, Reading

FIRST_STEPS = "first-steps"
YEAR_SECONDS = 365 * 24 * 60 * 60


@get("/", guards=[anyone])
async def home(request: Request[Any, Any, Any], reading: Reading, now: Now) -> Template:
    """Where people arrive, so whoever has yet to join is led on.  A superadmin need not play."""
    actor: Actor | None = request.scope.get("user")
    session = request.scope["state"].get("session")
    hindrance = request.scope["state"].get(HINDRANCE)
    if session and hindrance and not (actor and actor.may(Role.SUPERADMIN)):
        raise hindrance
    player: AskingPlayer | None = request.scope["state"].get("player")
    name = player.display_name if player else session and session.name
    player_id = actor.player_id if actor else None
    start = await competing.start(reading, player_id, now=now) if player_id else None
    context = {
        "name": name,
        "roles": sorted(actor.roles) if actor else [],
        "places": [place for place in places.main_places(actor) if place.about] if actor else [],
        "start": start,
        "topics": _topics(start) if start else [],
        "door_of": door_of,
        "first_steps": request.cookies.get(FIRST_STEPS) != "hidden",
        "now": now,
    }
    return Template("pages/home.html", context=context)


def _topics(start: Start) -> list[str]:
    return topics_of([each.id for each in start.mine], [*start.live, *start.locks])


@post("/first-steps/hide", guards=[signed_in])
async def hide_first_steps(settings: CurrentSettings) -> Redirect:
    """Whoever knows how to play is not told again in this browser."""
    cookie = Cookie(
        FIRST_STEPS,
        value="hidden",
        max_age=YEAR_SECONDS,
        secure=settings.https,
        httponly=True,
        samesite="lax",
    )
    return Redirect("/", status_code=303, cookies=[cookie])


@get("/me", guards=[signed_in])
async def me(actor: CurrentActor) -> Template:
    mine = places.MINE if actor.player_id else (places.JOIN, places.SESSIONS)
    return Template("pages/places.html", context={"title": "Me", "places": mine})


@get("/platform", guards=[superadmins])
async def platform() -> Template:
    context = {"title": "Platform", "places": places.FOR_SUPERADMINS}
    return Template("pages/places.html", context=context)


HANDLERS = (
    home,
    hide_first_steps,
    me,
    platform,
)
