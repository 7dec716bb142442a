"""Competitions: found, joined, looked at, left."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service as competitions
from app.competitions.rules.entries import CodeWrong, EntryState, NoSuchEntry
from app.identity.rules.players import NoPlayer
from app.pages.rules.changes import changes_of
from app.pages.rules.competing import door_of, on_shelves
from app.pages.rules.fixtures import by_day
from app.pages.rules.following import topics_of
from app.pages.rules.rulebook import rules_of
from app.pages.service import competing
from app.plumbing.access import Actor, players, role_holders
from app.plumbing.forms import Form
from app.plumbing.pages import After, cursor_of, key_of
from app.plumbing.problems import status_of
from app.plumbing.refusals import Conflict, Forbidden, Refusal
from app.plumbing.templating import reader_of
from app.plumbing.web import CurrentActor, Now, Reading, Tx

EVENTS_SHOWN = 40


class JoinForm(Struct, frozen=True):
    code: str = ""


@get("/competitions", guards=[role_holders])
async def competition_list(reading: Reading, actor: CurrentActor, now: Now) -> Template:
    seen = await competing.list_seen(reading, actor.player_id)
    context = {"shelves": on_shelves(seen, now=now), "door_of": door_of, "now": now}
    return Template("pages/competitions/list.html", context=context)


@get("/competitions/{competition_id:uuid}", guards=[role_holders])
async def competition_page(
    competition_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    reading: Reading,
    actor: CurrentActor,
    now: Now,
    past: FromQuery[bool] = False,  # noqa: FBT002 - Litestar gives it by name
    after: After = None,
) -> Template:
    return await _page(request, reading, actor, competition_id, now=now, past=past, after=after)


@get("/competitions/{competition_id:uuid}/rules", guards=[role_holders])
async def competition_rules(
    competition_id: FromPath[UUID], reading: Reading, actor: CurrentActor
) -> Template:
    """As its settings of the day say, with what they said before."""
    seen = await competing.get_seen(reading, competition_id, by=actor)
    versions = await competitions.list_versions(reading, competition_id)
    context = {
        "competition": seen,
        "sections": rules_of(seen.settings),
        "versions": versions,
        "changes": changes_of(versions),
    }
    return Template("pages/competitions/rules.html", context=context)


@post("/competitions/{competition_id:uuid}/join", guards=[players])
async def join_competition(
    competition_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    tx: Tx,
    actor: CurrentActor,
    now: Now,
) -> Template | Redirect:
    form = await Form.sent(request, JoinForm)
    asked = form.must_read()
    try:
        entry = await competitions.ask_to_join(
            tx, competition_id, player_id=player_of(actor), code=asked.code, now=now
        )
    except CodeWrong as no:
        form.complain("code", str(no))
        return await _page(request, tx, actor, competition_id, now=now, form=form)
    except (Conflict, Forbidden) as no:
        return await _page(request, tx, actor, competition_id, now=now, refusal=no)
    mark = "?joined=true" if entry.state is EntryState.ACTIVE else ""
    return Redirect(f"/competitions/{competition_id}{mark}", status_code=303)


@post("/competitions/{competition_id:uuid}/withdraw", guards=[players])
async def withdraw_from_competition(
    competition_id: FromPath[UUID],
    request: Request[Any, Any, Any],
    tx: Tx,
    actor: CurrentActor,
    now: Now,
) -> Template | Redirect:
    player_id = player_of(actor)
    entry = await competitions.find_entry_of(tx, competition_id, player_id)
    if entry is None:
        raise NoSuchEntry
    try:
        await competitions.withdraw(tx, entry.id, player_id=player_id)
    except Conflict as no:
        return await _page(request, tx, actor, competition_id, now=now, refusal=no)
    return Redirect(f"/competitions/{competition_id}?left=true", status_code=303)


def player_of(actor: Actor) -> UUID:
    """A service account may hold the role, and plays nothing."""
    if actor.player_id is None:
        raise NoPlayer
    return actor.player_id


async def _page(
    request: Request[Any, Any, Any],
    tx: AsyncConnection,
    actor: Actor,
    competition_id: UUID,
    *,
    now: datetime,
    past: bool = False,
    after: str | None = None,
    form: Form[JoinForm] | None = None,
    refusal: Refusal | None = None,
) -> Template:
    seen = await competing.get_seen(tx, competition_id, by=actor)
    programme = await competing.list_programme(
        tx,
        competition_id,
        actor.player_id,
        past=past,
        after=key_of(after, tuple[datetime, UUID]),
        limit=EVENTS_SHOWN,
    )
    context = {
        "competition": seen,
        "door": door_of(seen, now=now),
        "days": by_day(programme.events, reader_of(request.scope).zone),
        "markets": programme.markets,
        "past": past,
        "next": cursor_of(programme.following) if programme.following else None,
        "news": await competing.list_news(tx, competition_id),
        "form": form or Form(JoinForm),
        "refusal": refusal,
        "joined": request.query_params.get("joined") == "true",
        "left": request.query_params.get("left") == "true",
        "topics": topics_of([competition_id], [] if past else programme.events),
        "now": now,
    }
    return Template(
        "pages/competitions/show.html", context=context, status_code=status_with(form, refusal)
    )


def status_with(form: Form[Any] | None, refusal: Refusal | None) -> int:
    """Of a page that is shown again because something sent from it was not taken."""
    if refusal:
        return status_of(type(refusal))
    return 422 if form and form.errors else 200


HANDLERS = (
    competition_list,
    competition_page,
    competition_rules,
    join_competition,
    withdraw_from_competition,
)
