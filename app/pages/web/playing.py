"""An event in a competition: what can be bet on, and how odds have moved."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from app.pages.service import playing as service
from app.pages.service import slips
from app.pages.web.filters import WORDS
from app.pages.web.slips import Asking, CurrentBatches, counter_of, kept, slip_context
from app.plumbing.access import players
from app.plumbing.ids import new_id
from app.plumbing.web import Begin, BeginReading, CurrentActor, Now, Provided, Reading
from app.tenants.rules import Community


@get("/competitions/{competition_id:uuid}/events/{event_id:uuid}", guards=[players])
async def show_event(
    request: Asking,
    competition_id: FromPath[UUID],
    event_id: FromPath[UUID],
    batches: CurrentBatches,
    community: Provided[Community],
    actor: CurrentActor,
    begin: Begin,
    begin_reading: BeginReading,
    now: Now,
) -> Template:
    """The event with its markets and the player's own bets, and the slip beside it."""
    async with begin_reading() as reading:
        shown = await service.show_event(reading, competition_id, event_id, by=actor, now=now)
    context = {"shown": shown, "now": now, "picked": set(kept(request).selection_ids), **WORDS}
    if shown.may_play and shown.at_odds:
        counter = counter_of(batches, community, actor, begin)
        slip = await slips.show(counter, competition_id, kept(request), bet_id=new_id())
        context |= slip_context(slip)
    return Template("pages/play/event.html", context=context)


@get("/competitions/{competition_id:uuid}/markets/{market_id:uuid}/movement", guards=[players])
async def show_movement(
    request: Asking,
    competition_id: FromPath[UUID],
    market_id: FromPath[UUID],
    reading: Reading,
    actor: CurrentActor,
    now: Now,
) -> Template:
    """How a market's odds have moved."""
    competition, event, market, chart = await service.show_movement(
        reading, competition_id, market_id, by=actor, now=now
    )
    context = {"competition": competition, "event": event, "market": market, "chart": chart}
    fragment = "hx-request" in request.headers
    name = "pages/play/movement.html" if fragment else "pages/play/movement_page.html"
    return Template(name, context=context)


HANDLERS = (show_event, show_movement)
