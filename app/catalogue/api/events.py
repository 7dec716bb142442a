"""Events for programs."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from app.catalogue import service
from app.catalogue.api.asking import DEPENDENCIES, Hidden, Zone, check_may_see, sees_everything
from app.catalogue.api.shapes import (
    EventConfigIn,
    EventIn,
    EventOut,
    ScoreIn,
    StatusIn,
)
from app.catalogue.rules.events import YEARS, Event, EventFilter, EventStatus, TimeImpossible
from app.plumbing import etags
from app.plumbing.access import admins, role_holders, scorers
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Now, Owner, OwnerTx, Reading, Tx

Since = Annotated[
    datetime | None,
    QueryParameter(name="from", description="Starts then or later; in your zone if it names none."),
]
Until = Annotated[
    datetime | None,
    QueryParameter(name="to", description="Starts before; in your zone if it names none."),
]
League = Annotated[str | None, QueryParameter(description="A league's slug or id.", max_length=200)]
Statuses = Annotated[list[EventStatus] | None, QueryParameter(name="status")]
Text = Annotated[str | None, QueryParameter(description="A part of the name.", max_length=100)]


class EventsApi(Controller):
    path = "/api/sports/{sport:str}/events"
    dependencies = DEPENDENCIES

    @get(guards=[role_holders])
    async def events(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        reading: Reading,
        zone: Zone,
        actor: CurrentActor,
        league: League = None,
        statuses: Statuses = None,
        since: Since = None,
        until: Until = None,
        text: Text = None,
        hidden: Hidden = False,  # noqa: FBT002 - a query parameter
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Response[Page[EventOut]]:
        """The events of a sport, by their start."""
        check_may_see(actor, hidden=hidden)
        of = await service.get_sport(reading, sport, everything=sees_everything(actor))
        wanted = EventFilter(
            sport_id=of.id,
            league_id=(await service.get_league(reading, of, league)).id if league else None,
            statuses=tuple(statuses or ()),
            since=_in_zone(since, zone),
            until=_in_zone(until, zone),
            text=text,
            everything=hidden,
            after=key_of(after, tuple[datetime, UUID]),
            limit=limit + 1,
        )
        events = await service.list_events(reading, wanted)
        page = page_of(events, limit, key=_key, show=partial(EventOut.of, zone=zone))
        return etags.answer(request, page)

    @get("/{event:str}", guards=[role_holders])
    async def event(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        event: FromPath[str],
        reading: Reading,
        zone: Zone,
        actor: CurrentActor,
    ) -> Response[EventOut]:
        """An event by its slug or id.  Its ETag is what a change names in `If-Match`."""
        everything = sees_everything(actor)
        of = await service.get_sport(reading, sport, everything=everything)
        found = await service.get_event(reading, of, event, everything=everything)
        return _answer(request, found, zone)

    @post(guards=[admins])
    async def add(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        data: JSONBody[EventIn],
        owner: Owner,
        owner_tx: OwnerTx,
        zone: Zone,
        actor: CurrentActor,
        now: Now,
    ) -> Response[EventOut]:
        """Add an event of this community, or with `shared` one of the platform."""
        of = await service.get_sport(owner_tx, sport)
        event = await service.add_event(owner_tx, of, data.wish(), owner=owner, by=actor, now=now)
        return _answer(request, event, zone, status_code=201)

    @put("/{event:str}", guards=[admins])
    async def change(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        event: FromPath[str],
        data: JSONBody[EventIn],
        owner: Owner,
        owner_tx: OwnerTx,
        zone: Zone,
        actor: CurrentActor,
        now: Now,
    ) -> Response[EventOut]:
        """Say anew what an event is.  With `If-Match`, only if nobody else did meanwhile."""
        changed = await service.change_event(
            owner_tx,
            await service.get_sport(owner_tx, sport),
            event,
            data.wish(),
            check_version=partial(etags.check_match, request),
            owner=owner,
            by=actor,
            now=now,
        )
        return _answer(request, changed, zone)

    @put("/{event:str}/status", guards=[admins])
    async def change_status(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        event: FromPath[str],
        data: JSONBody[StatusIn],
        owner: Owner,
        owner_tx: OwnerTx,
        zone: Zone,
        actor: CurrentActor,
    ) -> Response[EventOut]:
        """Say that an event is postponed, cancelled, abandoned, …"""
        changed = await service.change_status(
            owner_tx,
            await service.get_sport(owner_tx, sport),
            event,
            data.status,
            check_version=partial(etags.check_match, request),
            owner=owner,
            by=actor,
            reason=data.reason,
        )
        return _answer(request, changed, zone)

    @put("/{event:str}/score", guards=[scorers])
    async def tick(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        event: FromPath[str],
        data: JSONBody[ScoreIn],
        owner: Owner,
        owner_tx: OwnerTx,
        zone: Zone,
        actor: CurrentActor,
    ) -> Response[EventOut]:
        """Show the score so far.  It settles nothing."""
        changed = await service.tick(
            owner_tx,
            await service.get_sport(owner_tx, sport),
            event,
            data.score(),
            status=data.status,
            owner=owner,
            by=actor,
        )
        return _answer(request, changed, zone)

    @put("/{event:str}/config", guards=[admins])
    async def configure(
        self,
        request: Request[Any, Any, Any],
        sport: FromPath[str],
        event: FromPath[str],
        data: JSONBody[EventConfigIn],
        tx: Tx,
        zone: Zone,
        actor: CurrentActor,
    ) -> Response[EventOut]:
        """Hide an event from this community, or change its odds for this community."""
        changed = await service.change_event_config(
            tx,
            await service.get_sport(tx, sport),
            event,
            hidden=data.hidden,
            odds_multiplier=data.odds_multiplier,
            by=actor,
        )
        return _answer(request, changed, zone)


def _answer(
    request: Request[Any, Any, Any], event: Event, zone: ZoneInfo, *, status_code: int = 200
) -> Response[EventOut]:
    shown = EventOut.of(event, zone=zone)
    return etags.answer(request, shown, version=event.version, status_code=status_code)


def _key(event: Event) -> tuple[datetime, UUID]:
    return event.schedule.starts_at, event.id


def _in_zone(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    if at is None:
        return None
    if at.year not in YEARS:
        raise TimeImpossible(at=at)
    return at if at.tzinfo else at.replace(tzinfo=zone)
