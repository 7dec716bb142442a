"""Competitions as their admins find them, and the making of a new one."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Controller, Request, get, post
from litestar.params import FromQuery, QueryParameter
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.slugs import slug_of
from app.competitions import service
from app.competitions.rules.competitions import (
    NAME_LENGTH_MAX,
    SLUG_LENGTH_MAX,
    Competition,
    CompetitionAddressTaken,
    CompetitionInvalid,
    CompetitionState,
    TooManyCompetitions,
)
from app.competitions.rules.settings import CompetitionSettings
from app.pages.rules.competition_form import Moment, field_of, moment_of, written
from app.pages.rules.wording_competitions import STATES
from app.pages.store import competitions as store
from app.plumbing.access import Actor, admins
from app.plumbing.forms import Form
from app.plumbing.ids import new_id
from app.plumbing.pages import ITEMS_MAX, After, cursor_of, key_of
from app.plumbing.templating import reader_of
from app.plumbing.web import CurrentActor, Now, Tx

PAGE = 20
LASTS = timedelta(weeks=4)
# Litestar keeps the name `state` for itself.
InState = Annotated[str, QueryParameter(name="state", max_length=20)]
PartOfName = Annotated[str, QueryParameter(max_length=NAME_LENGTH_MAX)]
KEPT = frozenset(CompetitionState) - {CompetitionState.ARCHIVED}


class NewForm(Struct, frozen=True):
    """`id` comes with the page, so that a form sent twice makes one competition."""

    id: UUID
    name: str
    starts_at: Moment
    ends_at: Moment
    slug: str = ""
    like: UUID | None = None
    template: bool = False


class CompetitionsController(Controller):
    path = "/admin/competitions"
    guards = (admins,)

    @get()
    async def index(
        self, tx: Tx, now: Now, in_state: InState = "", name: PartOfName = "", after: After = None
    ) -> Template:
        chosen = [state for state in CompetitionState if state == in_state]
        found = await service.list_competitions(
            tx,
            states=frozenset(chosen) or KEPT,
            name=name or None,
            after=key_of(after, UUID),
            limit=PAGE + 1,
        )
        shown = found[:PAGE]
        asked = {"state": in_state, "name": name}
        more = asked | {"after": cursor_of(shown[-1].id)} if len(found) > PAGE else None
        context = {
            "competitions": shown,
            "figures": await store.list_figures(tx, [one.id for one in shown]),
            "states": STATES,
            "asked": asked,
            "more": more and f"/admin/competitions?{urlencode(more)}",
            "now": now,
        }
        return Template("pages/admin/competitions.html", context=context)

    @get("/new")
    async def new(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        now: Now,
        like: FromQuery[UUID | None] = None,
    ) -> Template:
        zone = reader_of(request.scope).zone
        begins = datetime.combine(now.astimezone(zone) + timedelta(days=1), time(), zone)
        values = {
            "id": str(new_id()),
            "starts_at": written(begins, zone),
            "ends_at": written(begins + LASTS, zone),
            "like": str(like or ""),
        }
        return await _new_page(tx, Form(NewForm, values))

    @post("/new")
    async def make(
        self, request: Request[Any, Any, Any], tx: Tx, actor: CurrentActor
    ) -> Template | Redirect:
        form = await Form.sent(request, NewForm)
        if asked := form.read():
            try:
                async with tx.begin_nested():
                    await _make(tx, asked, reader_of(request.scope).zone, by=actor)
            except CompetitionInvalid as no:
                form.complain_all(no)
            except CompetitionAddressTaken as no:
                form.complain("slug", str(no))
            except TooManyCompetitions as no:
                form.complain("name", str(no))
            else:
                return Redirect(f"/admin/competitions/{asked.id}/settings", status_code=303)
        return await _new_page(tx, form)


async def _make(tx: AsyncConnection, asked: NewForm, zone: ZoneInfo, *, by: Actor) -> None:
    wanted = Competition(
        id=asked.id,
        slug=asked.slug or slug_of(asked.name, longest=SLUG_LENGTH_MAX),
        name=asked.name,
        description="",
        state=CompetitionState.TEMPLATE if asked.template else CompetitionState.DRAFT,
        starts_at=moment_of(asked.starts_at, zone),
        ends_at=moment_of(asked.ends_at, zone),
        join_code=service.new_code(),
        settings=CompetitionSettings(),
    )
    if await _is_made(tx, wanted):
        return
    if asked.like is None:
        await service.create_competition(tx, wanted, by=by)
        return

    def outline(original: Competition) -> Competition:
        return replace(wanted, description=original.description, settings=original.settings)

    await service.copy_competition(tx, asked.like, outline, by=by)


async def _is_made(tx: AsyncConnection, wanted: Competition) -> bool:
    return wanted.id in await store.list_figures(tx, [wanted.id])


async def _new_page(tx: AsyncConnection, form: Form[NewForm]) -> Template:
    models = await service.list_competitions(
        tx, states=frozenset(CompetitionState), limit=ITEMS_MAX
    )
    for name in list(form.errors):
        form.errors[field_of(name)] = form.errors[name]
    context = {
        "form": form,
        "templates": [one for one in models if one.state is CompetitionState.TEMPLATE],
        "earlier": [one for one in models if one.state is not CompetitionState.TEMPLATE],
    }
    return Template(
        "pages/admin/new_competition.html",
        context=context,
        status_code=422 if form.errors else 200,
    )
