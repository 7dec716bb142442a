"""An event's markets: the grid of their prices, the usual ones at once, and their states."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect, Template

from app.catalogue import service as catalogue
from app.catalogue.rules.slugs import slug_of
from app.exposure import service as exposure
from app.markets import service as markets
from app.markets.rules.markets import Market, MarketState, NoSuchMarket, Terms, quarters
from app.markets.rules.prices import Source
from app.markets.rules.questions import MarketKind
from app.markets.rules.selections import NewSelection
from app.pages.rules.odds_grid import Typed as TypedPrices
from app.pages.rules.odds_grid import books_of, faults_of, read_changes
from app.pages.rules.wording import BY_HAND, KINDS, STATES
from app.pages.web.acting import tried
from app.pages.web.office.asking import DEPENDENCIES, CurrentDesk, Desk, Typed, back, page, typed
from app.plumbing.access import admins, scorers
from app.plumbing.forms import REASON_LENGTH_MAX
from app.plumbing.languages import sentence
from app.plumbing.pages import ITEMS_MAX
from app.plumbing.refusals import Refusal

LINE_WANTED = sentence("Give a line in quarters of a point, such as 2.5 or -0.75.")
NUMBER_WANTED = sentence("Give a whole number.")
# Of usual markets of sports without a usual line.
LINES = (MarketKind.TOTAL, MarketKind.HANDICAP)
KEY_LENGTH_MAX = 60
NAME_LENGTH_MAX = 120
# As many as the API takes.
PLACES_MAX = 20
Count = Annotated[int | None, QueryParameter(ge=0)]
To = Annotated[MarketState, QueryParameter(name="to")]


class EventMarketsController(Controller):
    path = "/admin/events/{event_id:uuid}"
    dependencies = DEPENDENCIES

    @get(guards=[scorers])
    async def show(
        self,
        desk: CurrentDesk,
        event_id: FromPath[UUID],
        saved: Count = None,
        suspended: Count = None,
    ) -> Template:
        return await _event_page(desk, event_id, saved=saved, suspended=suspended)

    @post("/odds", guards=[admins])
    async def enter_odds(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, event_id: FromPath[UUID]
    ) -> Template | Redirect:
        """All prices that were changed in the grid, or none of them."""
        form = await typed(request)
        event = await catalogue.get_known_event(desk.tx, event_id)
        listed = await _list_markets(desk, event.id)
        changes, errors = read_changes(form.values, listed)
        refusal = None
        if not errors:
            entered, refusal = await tried(
                desk.tx,
                markets.enter_prices(desk.tx, changes, source=Source.HAND, by=desk.actor),
            )
            if entered is not None:
                return back(desk, f"/admin/events/{event_id}", f"saved={len(entered)}")
            errors = faults_of(refusal) if refusal else {}
        prices = TypedPrices(values=form.values, errors=errors)
        return await _event_page(desk, event_id, refusal=refusal, prices=prices)

    @post("/usual", guards=[admins])
    async def add_usual(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, event_id: FromPath[UUID]
    ) -> Template | Redirect:
        form = await typed(request)
        lines = {kind: line for kind in LINES if (line := _line(form, f"line-{kind}")) is not None}
        if form.errors:
            return await _event_page(desk, event_id, form=form)
        added, refusal = await tried(
            desk.tx,
            markets.add_usual_markets(
                desk.tx, event_id, lines=lines, state=MarketState.OPEN, by=desk.actor
            ),
        )
        if added is None:
            return await _event_page(desk, event_id, refusal=refusal, form=form)
        return back(desk, f"/admin/events/{event_id}")

    @post("/markets", guards=[admins])
    async def add_market(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, event_id: FromPath[UUID]
    ) -> Template | Redirect:
        form = await typed(request)
        terms = _terms(form)
        if terms is None:
            return await _event_page(desk, event_id, form=form)
        market, refusal = await tried(
            desk.tx,
            markets.add_market(
                desk.tx,
                event_id,
                terms,
                _selections(form.values["selections"]),
                draw=form.values["draw"] == "true",
                by=desk.actor,
            ),
        )
        if market is None:
            return await _event_page(desk, event_id, refusal=refusal, form=form)
        return back(desk, f"/admin/events/{event_id}")

    @post("/suspend", guards=[admins])
    async def suspend(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, event_id: FromPath[UUID]
    ) -> Redirect:
        form = await typed(request)
        event = await catalogue.get_known_event(desk.tx, event_id)
        suspended = await markets.suspend_markets(
            desk.tx,
            [event.id],
            subject=f"event {event.id}",
            by=desk.actor,
            reason=form.values["reason"][:REASON_LENGTH_MAX] or BY_HAND,
        )
        return back(desk, f"/admin/events/{event_id}", f"suspended={len(suspended)}")

    @post("/markets/{market_id:uuid}/state", guards=[admins])
    async def change_state(
        self,
        request: Request[Any, Any, Any],
        desk: CurrentDesk,
        event_id: FromPath[UUID],
        market_id: FromPath[UUID],
        to: To = MarketState.SUSPENDED,
        inside: FromQuery[bool] = False,  # noqa: FBT002 - a query parameter
    ) -> Template | Redirect:
        """Open, suspend or close a market.  With a script only its head is exchanged, so that
        prices typed meanwhile stay; `inside` leads back to the market's own page.
        """
        form = await typed(request)
        if (await markets.get_market(desk.tx, market_id)).event_id != event_id:
            raise NoSuchMarket(id=market_id)
        reason = form.values["reason"][:REASON_LENGTH_MAX] or BY_HAND
        changed, refusal = await tried(
            desk.tx, markets.change_state(desk.tx, market_id, to, by=desk.actor, reason=reason)
        )
        if "hx-request" in request.headers:
            market = changed or await markets.get_market(desk.tx, market_id)
            event = await catalogue.get_known_event(desk.tx, event_id)
            context = {"event": event, "market": market, "states": STATES}
            return page("market_state", desk, context, refusal=refusal)
        if changed is None:
            return await _event_page(desk, event_id, refusal=refusal)
        return back(desk, f"/admin/markets/{market_id}" if inside else f"/admin/events/{event_id}")


async def _list_markets(desk: Desk, event_id: UUID) -> list[Market]:
    return await markets.list_markets(
        desk.tx, event_id, after=None, limit=ITEMS_MAX, drafts=desk.is_admin
    )


async def _event_page(
    desk: Desk,
    event_id: UUID,
    *,
    refusal: Refusal | None = None,
    form: Typed | None = None,
    prices: TypedPrices | None = None,
    saved: int | None = None,
    suspended: int | None = None,
) -> Template:
    event = await catalogue.get_known_event(desk.tx, event_id)
    listed = await _list_markets(desk, event.id)
    ids = [market.id for market in listed]
    exposed = await exposure.list_market_exposure(desk.tx, ids)
    limits = await exposure.find_limits(desk.tx, [*ids, event.id])
    books = books_of(
        listed,
        style=desk.style,
        exposure={each.total.subject_id: each for each in exposed},
        limits={each.subject_id: each for each in limits},
        typed=prices,
    )
    context = {
        "event": event,
        "mine": event.tenant_id == desk.owner,
        "books": books,
        "faulty": bool(prices and prices.errors),
        "any_open": any(market.state is MarketState.OPEN for market in listed),
        "lines": [(kind.value, f"line-{kind}") for kind in LINES],
        "kinds": KINDS,
        "states": STATES,
        "saved": saved,
        "suspended": suspended,
        "liability": max((book.total.liability for book in exposed), default=0),
    }
    shown = page("event", desk, context, refusal=refusal, form=form or _empty())
    if prices and prices.errors and not refusal:
        shown.status_code = 422
    return shown


def _empty() -> Typed:
    form = Typed()
    form.values |= {"kind": MarketKind.WINNER.value, "period": "full_time"}
    return form


def _line(form: Typed, name: str) -> int | None:
    text = form.values[name].replace(",", ".")
    if not text:
        return None
    try:
        return quarters(text)
    except (ValueError, Refusal):
        form.complain(name, LINE_WANTED)
        return None


def _terms(form: Typed) -> Terms | None:
    line = _line(form, "line")
    places, place_divisor = _number(form, "places"), _number(form, "place_divisor")
    if form.errors:
        return None
    kinds = {kind.value: kind for kind in MarketKind}
    return Terms(
        kind=kinds.get(form.values["kind"], MarketKind.WINNER),
        period=form.values["period"] or "full_time",
        line=line,
        name=form.values["name"][:NAME_LENGTH_MAX],
        places=places,
        place_divisor=place_divisor,
    )


def _number(form: Typed, name: str) -> int | None:
    text = form.values[name]
    if text and not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= PLACES_MAX):
        form.complain(name, NUMBER_WANTED)
        return None
    return int(text) if text else None


def _selections(text: str) -> list[NewSelection]:
    """One a line: the key, or what becomes of the name."""
    named = [line.strip() for line in text.splitlines() if line.strip()]
    return [
        NewSelection(key=slug_of(name, longest=KEY_LENGTH_MAX), name=name[:NAME_LENGTH_MAX])
        for name in named
    ]
