"""One market: prices from probabilities, their movement, what it may cost, who is in it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect, Template

from app.catalogue import service as catalogue
from app.catalogue.rules.slugs import slug_of
from app.exposure import service as exposure
from app.exposure.rules.limits import Bounds, Level, Response
from app.markets import service as markets
from app.markets.rules.margin import Method
from app.markets.rules.markets import Market
from app.markets.rules.pricing import Book
from app.markets.rules.selections import NewSelection
from app.pages.rules.charts import LineChart, Series, line_chart
from app.pages.rules.odds_grid import books_of
from app.pages.rules.wording import BY_HAND, METHODS, RESPONSES, SOURCES, STATES
from app.pages.store import programme as store
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
from app.pages.web.office.markets import KEY_LENGTH_MAX, NAME_LENGTH_MAX
from app.plumbing.access import admins
from app.plumbing.forms import REASON_LENGTH_MAX
from app.plumbing.languages import sentence
from app.plumbing.refusals import Refusal

MOVES_SHOWN = 40
# As many as have colours of their own.
LINES_MAX = 4
USUAL_MARGIN = "5"
MARGIN_MAX = 100
POINTS_DIGITS_MAX = 12
PERCENT_WANTED = sentence("Give a number of percent.")
POINTS_WANTED = sentence("Give a whole number of points.")
Saved = FromQuery[bool]
Enter = Annotated[bool, QueryParameter(name="enter")]


class MarketController(Controller):
    path = "/admin/markets/{market_id:uuid}"
    guards = (admins,)
    dependencies = DEPENDENCIES

    @get()
    async def show(
        self,
        desk: CurrentDesk,
        market_id: FromPath[UUID],
        saved: Saved = False,  # noqa: FBT002 - a query parameter
    ) -> Template:
        return await market_page(desk, market_id, saved=saved)

    @post("/margin")
    async def price(
        self,
        request: Request[Any, Any, Any],
        desk: CurrentDesk,
        market_id: FromPath[UUID],
        enter: Enter = False,  # noqa: FBT002 - a query parameter
    ) -> Template | Redirect:
        """Show prices that come of probabilities and a margin, or put them on offer."""
        form = await typed(request)
        market = await markets.get_market(desk.tx, market_id)
        margin = _percent(form, "margin")
        probabilities = _probabilities(form, market)
        if form.errors or margin is None:
            return await market_page(desk, market_id, form=form)
        methods = {method.value: method for method in Method}
        book, refusal = await tried(
            desk.tx,
            markets.add_margin(
                desk.tx,
                market_id,
                probabilities,
                margin=margin,
                method=methods.get(form.values["method"], Method.MULTIPLICATIVE),
            ),
        )
        if book and enter:
            entered, refusal = await tried(
                desk.tx, markets.enter_margin(desk.tx, book, by=desk.actor)
            )
            if entered is not None:
                return back(desk, f"/admin/markets/{market_id}", "saved=true")
        return await market_page(desk, market_id, form=form, refusal=refusal, book=book)

    @post("/selections")
    async def add_selection(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, market_id: FromPath[UUID]
    ) -> Template | Redirect:
        form = await typed(request)
        name = form.values["selection"][:NAME_LENGTH_MAX]
        key = form.values["key"] or slug_of(name, longest=KEY_LENGTH_MAX)
        new = NewSelection(key=key[:KEY_LENGTH_MAX], name=name or key)
        market, refusal = await tried(
            desk.tx, markets.add_selection(desk.tx, market_id, new, by=desk.actor)
        )
        if market is None:
            return await market_page(desk, market_id, form=form, refusal=refusal)
        return back(desk, f"/admin/markets/{market_id}", "saved=true")

    @post("/selections/{selection_id:uuid}/withdraw")
    async def withdraw(
        self,
        request: Request[Any, Any, Any],
        desk: CurrentDesk,
        market_id: FromPath[UUID],
        selection_id: FromPath[UUID],
    ) -> Template | Redirect:
        form = await typed(request)
        market, refusal = await tried(
            desk.tx,
            markets.withdraw_selection(
                desk.tx,
                market_id,
                selection_id,
                by=desk.actor,
                reason=form.values["reason"][:REASON_LENGTH_MAX] or BY_HAND,
            ),
        )
        if market is None:
            return await market_page(desk, market_id, refusal=refusal)
        return back(desk, f"/admin/markets/{market_id}", "saved=true")

    @post("/limit")
    async def set_limit(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, market_id: FromPath[UUID]
    ) -> Template | Redirect:
        """Limit what the market, or with `selection_id` one selection, may cost; empty: no more."""
        form = await typed(request)
        market = await markets.get_market(desk.tx, market_id)
        subjects = {str(each.id): each.id for each in market.selections}
        subject_id = subjects.get(form.values["subject_id"])
        bounds = _bounds(form)
        if form.errors:
            return await market_page(desk, market_id, form=form)
        wanted = subject_id or market.id
        if bounds.soft is None and bounds.hard is None:
            known = await exposure.find_limits(desk.tx, [wanted])
            if known:
                await exposure.remove_limit(desk.tx, wanted, by=desk.actor)
            return back(desk, f"/admin/markets/{market_id}", "saved=true")
        level = Level.SELECTION if subject_id else Level.MARKET
        limit, refusal = await tried(
            desk.tx, exposure.set_limit(desk.tx, level, wanted, bounds, by=desk.actor)
        )
        if limit is None:
            return await market_page(desk, market_id, form=form, refusal=refusal)
        return back(desk, f"/admin/markets/{market_id}", "saved=true")


async def market_page(
    desk: Desk,
    market_id: UUID,
    *,
    form: Typed | None = None,
    refusal: Refusal | None = None,
    book: Book | None = None,
    saved: bool = False,
) -> Template:
    market = await markets.get_market(desk.tx, market_id)
    event = await catalogue.get_known_event(desk.tx, market.event_id)
    subjects = [market.id, *(each.id for each in market.selections)]
    limits = {each.subject_id: each for each in await exposure.find_limits(desk.tx, subjects)}
    exposed = await exposure.get_market_exposure(desk.tx, market.id)
    moves = await store.list_moves(desk.tx, market.id, limit=MOVES_SHOWN)
    [shown] = books_of([market], style=desk.style, exposure={market.id: exposed}, limits=limits)
    context = {
        "event": event,
        "market": market,
        "book": shown,
        "limits": limits,
        "moves": moves,
        "movement": _movement(desk, moves),
        "names": await names_of(desk, {move.author for move in moves}),
        "priced": book,
        "methods": METHODS,
        "responses": RESPONSES,
        "sources": SOURCES,
        "states": STATES,
        "saved": saved,
    }
    return page("market", desk, context, refusal=refusal, form=form or _empty(market))


def _movement(desk: Desk, moves: Sequence[store.Move]) -> LineChart | None:
    """The lines of those that moved, where they are few enough to be told apart."""
    told: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for move in reversed(moves):
        if move.odds is not None:
            told[move.selection].append((move.at, move.odds))
    if len(told) > LINES_MAX:
        return None
    series = [Series(name=name, points=points) for name, points in told.items()]
    return line_chart(series, until=desk.now, stepped=True)


def _empty(market: Market) -> Typed:
    form = Typed()
    form.values |= {"margin": USUAL_MARGIN, "method": Method.MULTIPLICATIVE.value}
    form.values |= {f"chance-{each.id}": "" for each in market.selections}
    return form


def _percent(form: Typed, name: str) -> float | None:
    try:
        share = float(form.values[name].replace(",", ".").rstrip("% ")) / 100
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        form.complain(name, PERCENT_WANTED)
        return None
    return share


def _probabilities(form: Typed, market: Market) -> dict[UUID, float] | None:
    """Those that were typed; without any, those behind the present prices are taken."""
    running = [each for each in market.selections if each.withdrawn_at is None]
    told = [each for each in running if form.values[f"chance-{each.id}"]]
    shares = {each.id: _percent(form, f"chance-{each.id}") for each in told}
    return {each: share for each, share in shares.items() if share is not None} or None


def _bounds(form: Typed) -> Bounds:
    responses = {each.value: each for each in Response}
    response = responses.get(form.values["response"], Response.ALERT)
    percent = _percent(form, "shorten_by") if response is Response.SHORTEN else None
    return Bounds(
        soft=_points(form, "soft"),
        hard=_points(form, "hard"),
        response=response,
        shorten_by=None if percent is None else round(percent * 1000),
    )


def _points(form: Typed, name: str) -> int | None:
    text = form.values[name]
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= POINTS_DIGITS_MAX):
        form.complain(name, POINTS_WANTED)
        return None
    return int(text)
