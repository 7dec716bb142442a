"""The list of events, and all that is open at once."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from app.catalogue import service as catalogue
from app.catalogue.rules.events import EventStatus
from app.markets import service as markets
from app.pages.rules.wording import BY_HAND, STATUSES
from app.pages.store import programme as store
from app.pages.store.programme import PAGE, Wanted
from app.pages.web.office.asking import DEPENDENCIES, CurrentDesk, Desk, back, page, typed
from app.plumbing.access import admins, scorers
from app.plumbing.forms import REASON_LENGTH_MAX
from app.plumbing.pages import ITEMS_MAX, After, cursor_of, key_of

Slug = Annotated[str, QueryParameter(max_length=200)]
Status = Annotated[str, QueryParameter(max_length=20)]
Day = Annotated[str, QueryParameter(max_length=10)]
When = Annotated[str, QueryParameter(max_length=10)]
Count = Annotated[int | None, QueryParameter(ge=0)]
# What began yesterday may still go on, or wait for its result.
BEFORE_NOW = timedelta(hours=12)


class ProgrammeController(Controller):
    path = "/admin"
    dependencies = DEPENDENCIES

    @get("/events", guards=[scorers])
    async def programme(
        self,
        desk: CurrentDesk,
        sport: Slug = "",
        league: Slug = "",
        status: Status = "",
        day: Day = "",
        when: When = "coming",
        after: After = None,
        suspended: Count = None,
    ) -> Template:
        since, until = _bounds(desk, day=day, when=when)
        known = status if status in {each.value for each in EventStatus} else ""
        wanted = Wanted(
            sport=sport or None,
            league=league or None,
            status=known or None,
            since=since,
            until=until,
            past=when == "past",
            after=key_of(after, tuple[datetime, UUID]),
        )
        events = await store.list_programme(desk.tx, wanted, limit=PAGE + 1)
        asked = {"sport": sport, "league": league, "status": known, "day": day, "when": when}
        shown = {name: value for name, value in asked.items() if value}
        context = await _choices(desk, sport) | {
            "events": events[:PAGE],
            "more": _more(desk, shown, events) if len(events) > PAGE else None,
            "asked": asked,
            "suspended": suspended,
        }
        return page("events", desk, context)

    @post("/suspend", guards=[admins])
    async def suspend_all(self, request: Request[Any, Any, Any], desk: CurrentDesk) -> Redirect:
        """All markets that are open here.  Shared ones are suspended for us alone."""
        form = await typed(request)
        suspended = await markets.suspend_markets(
            desk.tx,
            None,
            subject="all markets",
            by=desk.actor,
            reason=form.values["reason"][:REASON_LENGTH_MAX] or BY_HAND,
        )
        return back(desk, "/admin/events", f"suspended={len(suspended)}")


async def _choices(desk: Desk, sport: str) -> dict[str, object]:
    """Sports, and the leagues of the one that is chosen."""
    sports = await catalogue.list_sports(desk.tx, everything=False, after=None, limit=ITEMS_MAX)
    chosen = next((each for each in sports if each.slug == sport), None)
    leagues = (
        await catalogue.list_leagues(desk.tx, chosen, everything=False, after=None, limit=ITEMS_MAX)
        if chosen
        else []
    )
    return {
        "sports": [(each.slug, each.name) for each in sports],
        "leagues": [(each.slug, each.name) for each in leagues],
        "statuses": STATUSES,
    }


def _bounds(desk: Desk, *, day: str, when: str) -> tuple[datetime | None, datetime | None]:
    try:
        start = datetime.combine(date.fromisoformat(day), time(), tzinfo=desk.zone)
    except ValueError:
        return (None, desk.now) if when == "past" else (desk.now - BEFORE_NOW, None)
    return start, start + timedelta(days=1)


def _more(desk: Desk, asked: dict[str, str], events: list[store.Listed]) -> str:
    last = events[PAGE - 1]
    query = asked | {"after": cursor_of((last.starts_at, last.id))}
    return f"/admin/events?{urlencode(query)}{desk.more}"
