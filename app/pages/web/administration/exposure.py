"""How much a community lets itself lose in a competition or a sport."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service as catalogue
from app.competitions import service as competitions
from app.competitions.rules.competitions import CompetitionState
from app.exposure import service
from app.exposure.rules.limits import Bounds, Level, Response
from app.pages.rules.competition_form import Percent, Whole, thousandths
from app.pages.rules.wording_points import LEVELS, RESPONSES
from app.pages.store import naming
from app.pages.web.acting import refusal_of, status_for
from app.plumbing.access import admins
from app.plumbing.forms import Form
from app.plumbing.pages import ITEMS_MAX
from app.plumbing.refusals import Refusal
from app.plumbing.web import CurrentActor, Tx

AnyRequest = Request[Any, Any, Any]
PATH = "/admin/exposure-limits"
PLAYED = frozenset({CompetitionState.DRAFT, CompetitionState.RUNNING})


class LimitForm(Struct, frozen=True):
    """`subject` is a level and an id, as `competition 0192…`."""

    subject: str
    response: Response
    soft: Whole | None = None
    hard: Whole | None = None
    shorten_by: Percent | None = None


class NoFields(Struct, frozen=True):
    """A button alone."""


class ExposureLimitsController(Controller):
    path = PATH
    guards = (admins,)

    @get()
    async def index(self, tx: Tx) -> Template:
        return await _page(tx, Form(LimitForm))

    @post()
    async def set_limit(
        self, request: AnyRequest, tx: Tx, actor: CurrentActor
    ) -> Template | Redirect:
        form = await Form.sent(request, LimitForm)
        asked = form.read()
        subject = _subject(asked.subject) if asked else None
        if asked is None or subject is None:
            return await _page(tx, form)
        bounds = Bounds(
            soft=asked.soft,
            hard=asked.hard,
            response=asked.response,
            shorten_by=thousandths(asked.shorten_by) if asked.shorten_by else None,
        )
        if refusal := await refusal_of(tx, service.set_limit(tx, *subject, bounds, by=actor)):
            return await _page(tx, form, refusal=refusal)
        return Redirect(f"{PATH}?saved=true", status_code=303)

    @post("/{subject_id:uuid}/remove")
    async def remove(
        self, subject_id: FromPath[UUID], request: AnyRequest, tx: Tx, actor: CurrentActor
    ) -> Redirect:
        await Form.sent(request, NoFields)
        await service.remove_limit(tx, subject_id, by=actor)
        return Redirect(f"{PATH}?saved=true", status_code=303)


def _subject(text: str) -> tuple[Level, UUID] | None:
    level, _, key = text.partition(" ")
    try:
        return Level(level), UUID(key)
    except ValueError:
        return None


async def _page(
    tx: AsyncConnection, form: Form[LimitForm], *, refusal: Refusal | None = None
) -> Template:
    limits = await service.list_limits(tx, after=None, limit=ITEMS_MAX)
    playing = await competitions.list_competitions(tx, states=PLAYED, limit=ITEMS_MAX)
    sports = await catalogue.list_sports(tx, everything=False, after=None, limit=ITEMS_MAX)
    context = {
        "limits": limits,
        "names": await naming.call_things(tx, {limit.subject_id for limit in limits}),
        "competitions": [(f"{Level.COMPETITION} {one.id}", one.name) for one in playing],
        "sports": [(f"{Level.SPORT} {one.id}", one.name) for one in sports],
        "levels": LEVELS,
        "responses": RESPONSES,
        "form": form,
        "refusal": refusal,
    }
    return Template(
        "pages/admin/exposure_limits.html",
        context=context,
        status_code=422 if form.errors else status_for(refusal),
    )
