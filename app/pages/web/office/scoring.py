"""The score of an event, ticked by a scorer while it lasts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from app.catalogue import service as catalogue
from app.catalogue.rules.events import MOVES, Event, EventStatus
from app.catalogue.rules.results import CLOCK_LENGTH_MAX, LiveScore
from app.pages.rules.result_forms import NUMBER, NUMBER_WANTED, name_of, periods_of
from app.pages.rules.wording import STATUSES
from app.pages.web.acting import tried
from app.pages.web.office.asking import DEPENDENCIES, CurrentDesk, Desk, Typed, back, page, typed
from app.pages.web.office.editing import status_of
from app.plumbing.access import scorers
from app.plumbing.refusals import Refusal


class ScoringController(Controller):
    path = "/admin/events"
    guards = (scorers,)
    dependencies = DEPENDENCIES

    @get("/{event_id:uuid}/score")
    async def show_score(self, desk: CurrentDesk, event_id: FromPath[UUID]) -> Template:
        event = await catalogue.get_known_event(desk.tx, event_id)
        form = Typed()
        score = event.score or LiveScore()
        for period, scores in score.scores.items():
            form.values |= {f"score-{period}-{n}": str(points) for n, points in scores.items()}
        form.values |= {f"position-{n}": str(at) for n, at in score.positions.items()}
        form.values |= {"clock": score.clock or "", "status": event.status.value}
        return _score_page(desk, event, form)

    @post("/{event_id:uuid}/score")
    async def tick(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, event_id: FromPath[UUID]
    ) -> Template | Redirect:
        """The score so far.  A button of one participant's adds one to what was typed."""
        form = await typed(request)
        event = await catalogue.get_known_event(desk.tx, event_id)
        score = _score(form, event)
        if score is None:
            return _score_page(desk, event, form)
        sport = await catalogue.get_sport(desk.tx, str(event.sport_id))
        changed, refusal = await tried(
            desk.tx,
            catalogue.tick(
                desk.tx,
                sport,
                str(event.id),
                score,
                status=status_of(form.values["status"], event),
                owner=desk.owner,
                by=desk.actor,
            ),
        )
        if changed is None:
            return _score_page(desk, event, form, refusal=refusal)
        return back(desk, f"/admin/events/{event_id}/score")


def _score_page(
    desk: Desk, event: Event, form: Typed, *, refusal: Refusal | None = None
) -> Template:
    moves = {event.status, *MOVES[event.status]} - {EventStatus.CANCELLED, EventStatus.POSTPONED}
    context = {
        "event": event,
        "mine": event.tenant_id == desk.owner,
        "seats": [seat for seat in event.schedule.seats if seat.withdrawn_at is None],
        "periods": [(each, *name_of(event.scheme, each)) for each in periods_of(event.scheme)],
        "moves": [(value, name) for value, name in STATUSES if value in moves],
    }
    return page("score", desk, context, refusal=refusal, form=form)


def _score(form: Typed, event: Event) -> LiveScore | None:
    """With the point that a button adds, if one was pressed."""
    numbers = [seat.number for seat in event.schedule.seats if seat.withdrawn_at is None]
    scores = {}
    for period in periods_of(event.scheme):
        told = _numbers(form, f"score-{period}", numbers, pressed=form.values["add"])
        if told:
            scores[period] = {number: told.get(number, 0) for number in numbers}
    positions = _numbers(form, "position", numbers)
    if form.errors:
        return None
    clock = form.values["clock"][:CLOCK_LENGTH_MAX] or None
    return LiveScore(scores=scores, positions=positions, clock=clock)


def _numbers(
    form: Typed, prefix: str, numbers: Sequence[int], *, pressed: str = ""
) -> dict[int, int]:
    told = {}
    for number in numbers:
        text = form.values[f"{prefix}-{number}"]
        if text and not NUMBER.fullmatch(text):
            form.complain(prefix, NUMBER_WANTED)
        elif text or pressed == f"{prefix}-{number}":
            told[number] = int(text or 0) + (pressed == f"{prefix}-{number}")
    return told
