"""A competition's settings in a form, with the rules beside it as players will read them."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service
from app.competitions.rules.competitions import (
    Competition,
    CompetitionChanged,
    CompetitionInvalid,
    PeriodFixed,
    check_competition,
)
from app.ledger.rules.adjustments import ReasonMissing
from app.pages.rules.competition_form import (
    SettingsForm,
    changed_by,
    field_of,
    is_fixed,
    values_of,
)
from app.pages.rules.rulebook import rules_of
from app.pages.rules.wording_competitions import EVERY, JOINING, SEPARATING, STANDINGS, STATES
from app.pages.web.acting import status_for
from app.plumbing.access import admins
from app.plumbing.forms import Form
from app.plumbing.refusals import Conflict, Refusal
from app.plumbing.templating import reader_of
from app.plumbing.web import CurrentActor, Now, Tx

AnyRequest = Request[Any, Any, Any]
FRAGMENT = "pages/admin/rules_preview.html"


class CompetitionSettingsController(Controller):
    path = "/admin/competitions/{competition_id:uuid}/settings"
    guards = (admins,)

    @get()
    async def show(self, competition_id: FromPath[UUID], request: AnyRequest, tx: Tx) -> Template:
        competition = await service.get_competition(tx, competition_id)
        values = values_of(competition, reader_of(request.scope).zone)
        return _page(request, competition, competition, Form(SettingsForm, values))

    @post()
    async def change(
        self,
        competition_id: FromPath[UUID],
        request: AnyRequest,
        tx: Tx,
        now: Now,
        actor: CurrentActor,
    ) -> Template | Redirect:
        form = await Form.sent(request, SettingsForm)
        refusal: Refusal | None = None
        if asked := form.read():
            zone = reader_of(request.scope).zone
            try:
                async with tx.begin_nested():
                    await service.change_competition(
                        tx,
                        competition_id,
                        lambda before: changed_by(asked, before, zone),
                        seen_version=asked.version,
                        reason=asked.reason,
                        by=actor,
                        now=now,
                    )
            except ReasonMissing as no:
                form.complain("reason", str(no))
            except CompetitionInvalid as no:
                form.complain_all(no)
            except PeriodFixed as no:
                form.complain("ends_at", str(no))
            except CompetitionChanged as no:
                form.complain("version", str(no))
            except Conflict as no:
                refusal = no
            else:
                return Redirect(f"{request.url.path}?saved=true", status_code=303)
        return await _again(tx, competition_id, request, form, refusal=refusal)

    @post("/preview", status_code=200)
    async def preview(
        self, competition_id: FromPath[UUID], request: AnyRequest, tx: Tx
    ) -> Template:
        """The rules as they would be.  Nothing is saved; a script asks for the rules alone."""
        form = await Form.sent(request, SettingsForm)
        return await _again(tx, competition_id, request, form)


async def _again(
    tx: AsyncConnection,
    competition_id: UUID,
    request: AnyRequest,
    form: Form[SettingsForm],
    *,
    refusal: Refusal | None = None,
) -> Template:
    """The page with what was typed, and the rules as they would be if all of it can be."""
    competition = await service.get_competition(tx, competition_id)
    wanted = competition
    if asked := form.read():
        wanted = changed_by(asked, competition, reader_of(request.scope).zone)
        try:
            check_competition(wanted)
        except CompetitionInvalid as no:
            form.complain_all(no)
            wanted = competition
    return _page(request, competition, wanted, form, refusal=refusal)


def _page(
    request: AnyRequest,
    competition: Competition,
    wanted: Competition,
    form: Form[SettingsForm],
    *,
    refusal: Refusal | None = None,
) -> Template:
    for name in list(form.errors):
        form.errors[field_of(name)] = form.errors[name]
    context = {
        "competition": competition,
        "form": form,
        "refusal": refusal,
        "rules": rules_of(wanted.settings),
        "is_fixed": is_fixed(competition),
        "joining": JOINING,
        "every": EVERY,
        "standings": STANDINGS,
        "separating": SEPARATING,
        "states": STATES,
    }
    if "hx-request" in request.headers:
        return Template(FRAGMENT, context=context)
    return Template(
        "pages/admin/competition_settings.html",
        context=context,
        status_code=422 if form.errors else status_for(refusal),
    )
