"""What somebody ruled: what it would do, the decision of whoever may, and its settlement."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from app.catalogue import service as catalogue
from app.catalogue.rules.events import Event
from app.markets import service as markets
from app.markets.rules.markets import Market
from app.markets.rules.odds import THOUSANDTHS, parse_price
from app.pages.rules.result_forms import name_of, periods_of
from app.pages.rules.wording import OUTCOMES, PARTS, RULING_KINDS, RULING_STATES, STATES
from app.pages.web.acting import tried
from app.pages.web.office.asking import (
    DEPENDENCIES,
    CurrentDesk,
    Desk,
    Typed,
    back,
    names_of,
    page,
    typed,
)
from app.pages.web.office.market import market_page
from app.plumbing.access import admins, scorers
from app.plumbing.forms import REASON_LENGTH_MAX
from app.plumbing.languages import sentence
from app.plumbing.refusals import Refusal
from app.settlement.rules.rulings import (
    CorrectedPrice,
    Ruling,
    RulingDocument,
    RulingKind,
    RulingState,
)
from app.settlement.rules.runs import Run, RunState
from app.settlement.service import confirming, entering, following, marking, previewing

SAY_WHY = sentence("Say why.")
VERSIONS_SHOWN = 20
RUNS_SHOWN = 5
# What became of a selection, as an official ticks it: what wins and what is returned.
MARKS = {
    "won": ("1", "0", sentence("Won")),
    "lost": ("0", "0", sentence("Lost")),
    "void": ("0", "1", sentence("Void")),
    "half": ("1/2", "0", sentence("Half of the stake won, shared with another")),
}
WINS_MAX = 20


class RulingsController(Controller):
    path = "/admin/rulings/{ruling_id:uuid}"
    guards = (scorers,)
    dependencies = DEPENDENCIES

    @get()
    async def show(
        self,
        desk: CurrentDesk,
        ruling_id: FromPath[UUID],
        saved: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter
    ) -> Template:
        return await _ruling_page(desk, ruling_id, saved=saved)

    @get("/progress")
    async def progress(self, desk: CurrentDesk, ruling_id: FromPath[UUID]) -> Template:
        """How far its settlement has come, for the page to show again and again."""
        ruling = await confirming.get_ruling(desk.tx, ruling_id)
        return page("progress", desk, await _progress(desk, ruling))

    @post("/confirm")
    async def confirm(self, desk: CurrentDesk, ruling_id: FromPath[UUID]) -> Template | Redirect:
        ruling, refusal = await tried(
            desk.tx,
            confirming.confirm_ruling(desk.tx, ruling_id, owner=desk.owner, by=desk.actor),
        )
        if ruling is None:
            return await _ruling_page(desk, ruling_id, refusal=refusal)
        return back(desk, f"/admin/rulings/{ruling_id}", "saved=true")

    @post("/refuse")
    async def refuse(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, ruling_id: FromPath[UUID]
    ) -> Template | Redirect:
        form = await typed(request)
        reason = _reason(form)
        if not reason:
            return await _ruling_page(desk, ruling_id, form=form)
        ruling, refusal = await tried(
            desk.tx,
            confirming.refuse_ruling(
                desk.tx, ruling_id, owner=desk.owner, by=desk.actor, reason=reason
            ),
        )
        if ruling is None:
            return await _ruling_page(desk, ruling_id, refusal=refusal, form=form)
        return back(desk, f"/admin/rulings/{ruling_id}", "saved=true")


class MarketRulingsController(Controller):
    path = "/admin/markets/{market_id:uuid}"
    dependencies = DEPENDENCIES

    @get("/marks", guards=[scorers])
    async def show_marks(self, desk: CurrentDesk, market_id: FromPath[UUID]) -> Template:
        form = Typed()
        form.values["wins"] = "1"
        return await _marks_page(desk, market_id, form)

    @post("/marks", guards=[scorers])
    async def mark(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, market_id: FromPath[UUID]
    ) -> Template | Redirect:
        form = await typed(request)
        market = await markets.get_market(desk.tx, market_id)
        marks = {each.key: MARKS.get(form.values[f"mark-{each.id}"]) for each in market.selections}
        wins = form.values["wins"]
        if not (wins.isascii() and wins.isdigit() and int(wins[:3]) <= WINS_MAX):
            form.complain("wins", sentence("Give a whole number."))
            return await _marks_page(desk, market_id, form)
        document = RulingDocument(marks={k: mark[:2] for k, mark in marks.items() if mark})
        ruling, refusal = await tried(
            desk.tx,
            marking.mark_market(
                desk.tx,
                market_id,
                document,
                wins=Fraction(wins),
                reason=form.values["reason"][:REASON_LENGTH_MAX] or None,
                by=desk.actor,
            ),
        )
        if ruling is None:
            return await _marks_page(desk, market_id, form, refusal=refusal)
        return back(desk, f"/admin/rulings/{ruling.id}")

    @post("/void", guards=[admins])
    async def void(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, market_id: FromPath[UUID]
    ) -> Template | Redirect:
        """Make it void, as if it had not been; or, where it is, take that back."""
        form = await typed(request)
        reason = _reason(form)
        if not reason:
            return await market_page(desk, market_id, form=form)
        lift = form.values["lift"] == "true"
        ruling, refusal = await tried(
            desk.tx,
            marking.void_market(desk.tx, market_id, void=not lift, reason=reason, by=desk.actor),
        )
        if ruling is None:
            return await market_page(desk, market_id, form=form, refusal=refusal)
        return back(desk, f"/admin/rulings/{ruling.id}")

    @post("/prices", guards=[admins])
    async def correct_price(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, market_id: FromPath[UUID]
    ) -> Template | Redirect:
        """Say which odds bets should have had that took a palpable error."""
        form = await typed(request)
        reason = _reason(form)
        price = _corrected(form, await markets.get_market(desk.tx, market_id))
        if not reason or price is None:
            return await market_page(desk, market_id, form=form)
        ruling, refusal = await tried(
            desk.tx,
            marking.correct_prices(desk.tx, market_id, (price,), reason=reason, by=desk.actor),
        )
        if ruling is None:
            return await market_page(desk, market_id, form=form, refusal=refusal)
        return back(desk, f"/admin/rulings/{ruling.id}")


async def _ruling_page(
    desk: Desk,
    ruling_id: UUID,
    *,
    refusal: Refusal | None = None,
    form: Typed | None = None,
    saved: bool = False,
) -> Template:
    ruling = await confirming.get_ruling(desk.tx, ruling_id)
    event = await catalogue.get_known_event(desk.tx, ruling.event_id)
    history = await entering.list_results(desk.tx, event, limit=VERSIONS_SHOWN)
    preview = (
        await previewing.preview(desk.tx, ruling_id)
        if ruling.state is RulingState.PENDING
        else None
    )
    told = next((r for r, _ in history if r.version == ruling.result_version), None)
    people = {ruling.entered_by, ruling.decided_by, *(r.entered_by for r, _ in history)}
    context = await _progress(desk, ruling) | {
        "event": event,
        "market": await markets.get_market(desk.tx, ruling.market_id) if ruling.market_id else None,
        "preview": preview,
        "told": told and told.document,
        "rows": _rows(event, told.document) if told else [],
        "seats": {seat.number: seat.participant.name for seat in event.schedule.seats},
        "history": history,
        "names": await names_of(desk, people),
        "mine": ruling.tenant_id == desk.owner,
        "entered_it": ruling.entered_by == desk.actor.subject,
        "for_admins": ruling.kind in {RulingKind.VOID, RulingKind.PRICES},
        "kinds": RULING_KINDS,
        "ruling_states": RULING_STATES,
        "outcomes": OUTCOMES,
        "states": STATES,
        "saved": saved,
    }
    return page("ruling", desk, context, refusal=refusal, form=form)


async def _progress(desk: Desk, ruling: Ruling) -> dict[str, object]:
    """Of the community's own way through the bets; of shared events each has one of its own."""
    listed = await following.list_runs(desk.tx, event_id=ruling.event_id, limit=RUNS_SHOWN)
    runs: list[Run] = [run for run in listed if run.ruling_id == ruling.id]
    confirmed = ruling.state is RulingState.CONFIRMED
    return {
        "ruling": ruling,
        "runs": runs,
        "goes_on": confirmed and (not runs or any(r.state is RunState.RUNNING for r in runs)),
        "parts": PARTS,
    }


def _rows(event: Event, document: Any) -> list[tuple[str, str, str, bool]]:  # noqa: ANN401 - a result
    """Each period: its words, its number, its scores, and whether it was cut short."""
    told = document.all_scores
    order = [*periods_of(event.scheme), *sorted(told)]
    cut = document.cut_short or {}
    return [
        (
            *name_of(event.scheme, period),
            " : ".join(str(told[period][number]) for number in sorted(told[period])),
            period in cut,
        )
        for period in dict.fromkeys(order)
        if period in told
    ]


async def _marks_page(
    desk: Desk, market_id: UUID, form: Typed, *, refusal: Refusal | None = None
) -> Template:
    market = await markets.get_market(desk.tx, market_id)
    event = await catalogue.get_known_event(desk.tx, market.event_id)
    marks = [("", sentence("Choose"))] + [(key, words) for key, (_, _, words) in MARKS.items()]
    context = {"event": event, "market": market, "marks": marks}
    return page("marks", desk, context, refusal=refusal, form=form)


def _reason(form: Typed) -> str:
    reason = form.values["reason"][:REASON_LENGTH_MAX]
    if not reason:
        form.complain("reason", SAY_WHY)
    return reason


def _corrected(form: Typed, market: Market) -> CorrectedPrice | None:
    """A price by its selection and version, as the page offers them, and the right odds."""
    selections = {str(each.id): each for each in market.selections}
    chosen, _, version = form.values["price"].partition(" ")
    try:
        odds = int(parse_price(form.values["right"].replace(",", ".")) * THOUSANDTHS)
    except Refusal as no:
        form.complain("right", str(no))
        return None
    if chosen not in selections or not version.isdigit():
        form.complain("price", sentence("Choose the price that was wrong."))
        return None
    return CorrectedPrice(
        selection_id=selections[chosen].id, odds_version=int(version[:9]), odds=odds
    )
