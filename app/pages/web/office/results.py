"""Results: which are due, entering one, and those that wait to be confirmed."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template

from app.catalogue import service as catalogue
from app.catalogue.rules.events import Event
from app.catalogue.rules.results import Result
from app.pages.rules import result_forms
from app.pages.rules.result_forms import ENDINGS, WITH_POSITIONS, ResultForm, filled_in, name_of
from app.pages.store import programme as store
from app.pages.web.acting import tried
from app.pages.web.office.asking import DEPENDENCIES, CurrentDesk, Desk, Typed, back, page, typed
from app.plumbing.access import scorers
from app.plumbing.forms import REASON_LENGTH_MAX
from app.plumbing.refusals import Refusal
from app.settlement.rules.plausibility import ResultDoubted
from app.settlement.rules.rulings import RulingState
from app.settlement.service import confirming, entering
from app.settlement.service.entering import ResultEntry

SHOWN = 50
CONFIRMED_AT_ONCE_MAX = 200
Count = Annotated[int | None, QueryParameter(ge=0)]


class ResultsController(Controller):
    path = "/admin"
    guards = (scorers,)
    dependencies = DEPENDENCIES

    @get("/results")
    async def results(self, desk: CurrentDesk, confirmed: Count = None) -> Template:
        return await _results_page(desk, confirmed=confirmed)

    @post("/results/confirm")
    async def confirm_all(
        self, request: Request[Any, Any, Any], desk: CurrentDesk
    ) -> Template | Redirect:
        """Several at once, such as those of a file: all, or none."""
        form = await typed(request)
        waiting = await store.list_ruled(desk.tx, RulingState.PENDING, limit=SHOWN)
        known = {f"ruling-{each.ruling_id}": each.ruling_id for each in waiting}
        ticked = [ruling_id for name, ruling_id in known.items() if form.values[name] and ruling_id]
        done, refusal = await tried(
            desk.tx,
            confirming.confirm_results(desk.tx, ticked, owner=desk.owner, by=desk.actor),
        )
        if done is None:
            return await _results_page(desk, refusal=refusal)
        return back(desk, "/admin/results", f"confirmed={len(done)}")

    @get("/events/{event_id:uuid}/result")
    async def show_form(self, desk: CurrentDesk, event_id: FromPath[UUID]) -> Template:
        event = await catalogue.get_known_event(desk.tx, event_id)
        newest = await _newest(desk, event)
        form = Typed()
        if newest:
            form.values.update(filled_in(newest.document, desk.zone))
        elif event.score:
            form.values.update(_of_score(event))
        form.values["seen_version"] = str(newest.version if newest else 0)
        return await _form_page(desk, event, form, newest=newest)

    @post("/events/{event_id:uuid}/result")
    async def enter(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, event_id: FromPath[UUID]
    ) -> Template | Redirect:
        """Save a version, which waits to be confirmed; the next page shows what it would do."""
        form = await typed(request)
        event = await catalogue.get_known_event(desk.tx, event_id)
        newest = await _newest(desk, event)
        read = ResultForm(event.scheme, event.schedule.seats, form.values, desk.zone)
        document = read.read()
        if document is None:
            form.errors.update(read.errors)
            return await _form_page(desk, event, form, newest=newest)
        seen = form.values["seen_version"]
        entry = ResultEntry(
            seen_version=int(seen) if seen.isdigit() and len(seen) < 10 else 0,  # noqa: PLR2004 - a version, no more
            document=document,
            reason=form.values["reason"][:REASON_LENGTH_MAX] or None,
            anyway_because=form.values["anyway_because"][:REASON_LENGTH_MAX] or None,
        )
        sport = await catalogue.get_sport(desk.tx, str(event.sport_id))
        ruling, refusal = await tried(
            desk.tx,
            entering.enter_result(
                desk.tx, sport, str(event.id), entry, owner=desk.owner, by=desk.actor
            ),
        )
        if ruling is None:
            return await _form_page(desk, event, form, newest=newest, refusal=refusal)
        return back(desk, f"/admin/rulings/{ruling.id}")


async def _results_page(
    desk: Desk, *, confirmed: int | None = None, refusal: Refusal | None = None
) -> Template:
    context = {
        "due": await store.list_due(desk.tx, limit=SHOWN),
        "waiting": await store.list_ruled(desk.tx, RulingState.PENDING, limit=SHOWN),
        "in_force": await store.list_ruled(desk.tx, RulingState.CONFIRMED, limit=SHOWN),
        "confirmed": confirmed,
    }
    return page("results", desk, context, refusal=refusal)


async def _newest(desk: Desk, event: Event) -> Result | None:
    return next(iter(await catalogue.list_results(desk.tx, event, limit=1)), None)


async def _form_page(
    desk: Desk,
    event: Event,
    form: Typed,
    *,
    newest: Result | None,
    refusal: Refusal | None = None,
) -> Template:
    context = {
        "event": event,
        "mine": event.tenant_id == desk.owner,
        "seats": [seat for seat in event.schedule.seats if seat.withdrawn_at is None],
        "usual": [
            (each, *name_of(event.scheme, each)) for each in result_forms.USUAL[event.scheme]
        ],
        "seldom": [
            (each, *name_of(event.scheme, each)) for each in result_forms.SELDOM[event.scheme]
        ],
        "longer": any(
            form.values[f"score-{period}-{seat.number}"]
            for period in result_forms.SELDOM[event.scheme]
            for seat in event.schedule.seats
        ),
        "with_positions": event.scheme in WITH_POSITIONS,
        "endings": ENDINGS,
        "newest": newest,
        "doubted": isinstance(refusal, ResultDoubted),
    }
    return page("result", desk, context, refusal=refusal, form=form)


def _of_score(event: Event) -> dict[str, str]:
    """What was shown last is where the form begins."""
    shown = event.score.scores if event.score else {}
    known = {"full_time", *result_forms.periods_of(event.scheme)}
    values = {
        f"score-{period}-{number}": str(points)
        for period, scores in shown.items()
        if period in known
        for number, points in scores.items()
    }
    positions = event.score.positions if event.score else {}
    return values | {f"position-{number}": str(at) for number, at in positions.items()}
