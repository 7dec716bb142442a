"""Invitations: a link that leads from a friend's message to the first event to bet on."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from app.competitions.rules.entries import CodeWrong, Entry, EntryState
from app.competitions.service.codes import tidy_code
from app.pages.rules.competing import Door, door_of
from app.pages.rules.inviting import CodeLeadsNowhere, Invitation
from app.pages.service import inviting
from app.pages.web.competitions import JoinForm, player_of, status_with
from app.plumbing.access import HINDRANCE, Actor, anyone, players
from app.plumbing.forms import Form
from app.plumbing.refusals import Conflict, Forbidden, Refusal
from app.plumbing.web import CurrentActor, Now, Reading, Tx


@get("/join", guards=[anyone])
async def enter_code(code: FromQuery[str] = "") -> Template | Redirect:
    """For whoever was told a code, and has no link."""
    if tidy := tidy_code(code):
        return Redirect(f"/join/{quote(tidy, safe='')}", status_code=303)
    return Template("pages/join/code.html", context={"wrong": False, "code": ""})


@get("/join/{code:str}", guards=[anyone])
async def invitation_page(
    code: FromPath[str], request: Request[Any, Any, Any], reading: Reading, now: Now
) -> Template | Redirect:
    """Whoever signed in but has yet to join is led on, and comes back."""
    actor: Actor | None = request.scope.get("user")
    hindrance = request.scope["state"].get(HINDRANCE)
    if request.scope["state"].get("session") and hindrance and not (actor and actor.roles):
        raise hindrance
    try:
        found = await inviting.find_invitation(reading, code, actor.player_id if actor else None)
    except CodeLeadsNowhere:
        context = {"wrong": True, "code": code}
        return Template("pages/join/code.html", context=context, status_code=404)
    if found.is_accepted:
        return Redirect(found.leads_to, status_code=303)
    return _page(found, now=now)


@post("/join/{code:str}", guards=[players])
async def accept_invitation(
    code: FromPath[str], request: Request[Any, Any, Any], tx: Tx, actor: CurrentActor, now: Now
) -> Template | Redirect:
    form = await Form.sent(request, JoinForm)
    asked = form.must_read()
    player_id = player_of(actor)
    found = await inviting.find_invitation(tx, code, player_id)
    try:
        entry = await inviting.accept(
            tx, found, player_id=player_id, competition_code=asked.code, now=now
        )
    except CodeWrong as no:
        form.complain("code", str(no))
        return _page(found, now=now, form=form)
    except (Conflict, Forbidden) as no:
        return _page(found, now=now, refusal=no)
    return Redirect(_after(found, entry), status_code=303)


def _after(found: Invitation, entry: Entry) -> str:
    """Newcomers to the competition see at once what to bet on, others the league."""
    if entry.state is not EntryState.ACTIVE:
        return found.path
    if found.competition.plays:
        return f"{found.leads_to}?joined=true"
    return f"/competitions/{found.competition.id}?joined=true"


def _page(
    found: Invitation,
    *,
    now: datetime,
    form: Form[JoinForm] | None = None,
    refusal: Refusal | None = None,
) -> Template:
    door = door_of(found.competition, now=now)
    context = {
        "invitation": found,
        "competition": found.competition,
        # Whoever came with the competition's own code need not type it.
        "door": Door.OPEN if door is Door.CODE and found.competition_code else door,
        "form": form or Form(JoinForm),
        "refusal": refusal,
        "now": now,
    }
    return Template("pages/join/show.html", context=context, status_code=status_with(form, refusal))


HANDLERS = (
    enter_code,
    invitation_page,
    accept_invitation,
)
