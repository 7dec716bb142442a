"""An event: added, changed, put off or called off; and its score, ticked while it lasts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue import service as catalogue
from app.catalogue.rules.events import MOVES, Event, EventStatus, EventWish, SeatWish
from app.catalogue.rules.slugs import slug_of, tidy
from app.catalogue.rules.sports import (
    PARTICIPANT_SLUG_MAX,
    NoSuchParticipant,
    ParticipantKind,
    Sport,
)
from app.pages.rules.result_forms import (
    NUMBERS_FORM,
    UNCLEAR,
    local_moment,
)
from app.pages.rules.wording import STATUSES
from app.pages.web.acting import tried
from app.pages.web.office.asking import DEPENDENCIES, CurrentDesk, Desk, Typed, back, page, typed
from app.plumbing.access import admins
from app.plumbing.forms import REASON_LENGTH_MAX
from app.plumbing.languages import sentence
from app.plumbing.pages import ITEMS_MAX
from app.plumbing.refusals import Refusal

SAY_WHY = sentence("Say why.")
START_WANTED = sentence("Say when it starts.")
SPORT_WANTED = sentence("Choose a sport, or add one first.")
VERSION_DIGITS_MAX = 12
Slug = Annotated[str, QueryParameter(max_length=200)]


class EditingController(Controller):
    path = "/admin/events"
    dependencies = DEPENDENCIES

    @get("/new", guards=[admins])
    async def show_new(self, desk: CurrentDesk, sport: Slug = "") -> Template:
        form = Typed()
        form.values["sport"] = sport
        return await _form_page(desk, form, event=None)

    @post("/new", guards=[admins])
    async def add(self, request: Request[Any, Any, Any], desk: CurrentDesk) -> Template | Redirect:
        form = await typed(request)
        wish = _wish(form, desk, seats=_named(form))
        if not form.values["sport"]:
            form.complain("sport", SPORT_WANTED)
        if wish is None or form.errors:
            return await _form_page(desk, form, event=None)
        sport = await catalogue.get_sport(desk.tx, form.values["sport"])
        event, refusal = await tried(desk.tx, _add(desk, sport, wish))
        if event is None:
            return await _form_page(desk, form, event=None, refusal=refusal)
        return back(desk, f"/admin/events/{event.id}")

    @get("/{event_id:uuid}/edit", guards=[admins])
    async def show_event(self, desk: CurrentDesk, event_id: FromPath[UUID]) -> Template:
        event = await catalogue.get_known_event(desk.tx, event_id)
        return await _form_page(desk, _filled_in(event, desk), event=event)

    @post("/{event_id:uuid}/edit", guards=[admins])
    async def change(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, event_id: FromPath[UUID]
    ) -> Template | Redirect:
        form = await typed(request)
        event = await catalogue.get_known_event(desk.tx, event_id)
        wish = _wish(form, desk, seats=[*_seated(form, event), *_named(form)])
        if wish is None:
            return await _form_page(desk, form, event=event)
        sport = await catalogue.get_sport(desk.tx, str(event.sport_id))
        changed, refusal = await tried(desk.tx, _change(desk, sport, event, wish))
        if changed is None:
            return await _form_page(desk, form, event=event, refusal=refusal)
        return back(desk, f"/admin/events/{event_id}")

    @post("/{event_id:uuid}/status", guards=[admins])
    async def change_status(
        self, request: Request[Any, Any, Any], desk: CurrentDesk, event_id: FromPath[UUID]
    ) -> Template | Redirect:
        form = await typed(request)
        event = await catalogue.get_known_event(desk.tx, event_id)
        reason = form.values["why"][:REASON_LENGTH_MAX]
        if not reason:
            form.complain("why", SAY_WHY)
            return await _form_page(desk, _filled_in(event, desk, form), event=event)
        sport = await catalogue.get_sport(desk.tx, str(event.sport_id))
        changed, refusal = await tried(
            desk.tx,
            catalogue.change_status(
                desk.tx,
                sport,
                str(event.id),
                status_of(form.values["status"], event),
                check_version=_any_version,
                owner=desk.owner,
                by=desk.actor,
                reason=reason,
            ),
        )
        if changed is None:
            filled = _filled_in(event, desk, form)
            return await _form_page(desk, filled, event=event, refusal=refusal)
        return back(desk, f"/admin/events/{event_id}")


async def _add(desk: Desk, sport: Sport, wish: EventWish) -> Event:
    seats = await _known_seats(desk, sport, wish.seats)
    return await catalogue.add_event(
        desk.tx,
        sport,
        replace(wish, seats=seats),
        owner=desk.owner,
        by=desk.actor,
        now=desk.now,
    )


async def _change(desk: Desk, sport: Sport, event: Event, wish: EventWish) -> Event:
    seats = await _known_seats(desk, sport, wish.seats)
    return await catalogue.change_event(
        desk.tx,
        sport,
        str(event.id),
        replace(wish, seats=seats, true_start_at=event.schedule.true_start_at),
        check_version=_any_version,
        owner=desk.owner,
        by=desk.actor,
        now=desk.now,
    )


async def _known_seats(desk: Desk, sport: Sport, seats: Sequence[SeatWish]) -> tuple[SeatWish, ...]:
    """By the names that were typed; whom nobody knows yet is added."""
    return tuple([await _known_seat(desk.tx, desk, sport, seat) for seat in seats])


async def _known_seat(tx: AsyncConnection, desk: Desk, sport: Sport, seat: SeatWish) -> SeatWish:
    for key in (seat.participant, slug_of(seat.participant, longest=PARTICIPANT_SLUG_MAX)):
        try:
            who = await catalogue.get_participants(tx, sport, [key])
        except NoSuchParticipant:
            continue
        return replace(seat, participant=str(who[key].id))
    added = await catalogue.add_participant(
        tx,
        sport,
        slug=slug_of(seat.participant, longest=PARTICIPANT_SLUG_MAX),
        name=tidy(seat.participant),
        kind=ParticipantKind.TEAM,
        owner=desk.owner,
        by=desk.actor,
    )
    return replace(seat, participant=str(added.id))


def _named(form: Typed) -> list[SeatWish]:
    """Those to take part, one a line."""
    lines = (line.strip() for line in form.values["participants"].splitlines())
    return [SeatWish(participant=line[:PARTICIPANT_SLUG_MAX]) for line in lines if line]


def _seated(form: Typed, event: Event) -> list[SeatWish]:
    """Those who take part already, withdrawn or not."""
    return [
        SeatWish(
            participant=str(seat.participant.id),
            role=seat.role,
            withdrawn=form.values[f"withdrawn-{seat.number}"] == "true",
        )
        for seat in event.schedule.seats
    ]


def _wish(form: Typed, desk: Desk, *, seats: Sequence[SeatWish]) -> EventWish | None:
    starts_at = _moment(form, "starts_at", desk)
    locks_at = _moment(form, "locks_at", desk)
    if starts_at is None and not form.errors:
        form.complain("starts_at", START_WANTED)
    if form.errors or starts_at is None:
        return None
    values = form.values
    return EventWish(
        starts_at=starts_at,
        locks_at=locks_at,
        name=values["name"] or None,
        league=values["league"] or None,
        round=values["round"] or None,
        venue=values["venue"] or None,
        seats=tuple(seats),
    )


def _moment(form: Typed, name: str, desk: Desk) -> datetime | None:
    try:
        return local_moment(form.values[name], desk.zone)
    except ValueError:
        form.complain(name, UNCLEAR)
        return None


def _filled_in(event: Event, desk: Desk, over: Typed | None = None) -> Typed:
    form = over or Typed()
    schedule = event.schedule
    form.values |= {
        "sport": event.sport_slug,
        "starts_at": schedule.starts_at.astimezone(desk.zone).strftime(NUMBERS_FORM),
        "locks_at": schedule.locks_at.astimezone(desk.zone).strftime(NUMBERS_FORM),
        "name": schedule.name,
        "league": schedule.league.slug if schedule.league else "",
        "round": schedule.round or "",
        "venue": schedule.venue or "",
    }
    form.values |= {
        f"withdrawn-{seat.number}": "true" for seat in schedule.seats if seat.withdrawn_at
    }
    return form


async def _form_page(
    desk: Desk, form: Typed, *, event: Event | None, refusal: Refusal | None = None
) -> Template:
    sports = await catalogue.list_sports(desk.tx, everything=False, after=None, limit=ITEMS_MAX)
    chosen = next((each for each in sports if each.slug == form.values["sport"]), None)
    leagues = (
        await catalogue.list_leagues(desk.tx, chosen, everything=False, after=None, limit=ITEMS_MAX)
        if chosen
        else []
    )
    participants = (
        await catalogue.list_participants(
            desk.tx, chosen, everything=False, after=None, limit=ITEMS_MAX
        )
        if chosen
        else []
    )
    moves = MOVES[event.status] if event else frozenset()
    context = {
        "event": event,
        "mine": event is None or event.tenant_id == desk.owner,
        "sports": [("", sentence("Choose"))] + [(each.slug, each.name) for each in sports],
        "leagues": [("", sentence("None"))] + [(each.slug, each.name) for each in leagues],
        "participants": [each.name for each in participants],
        "moves": [(value, name) for value, name in STATUSES if value in moves],
    }
    return page("edit", desk, context, refusal=refusal, form=form)


def status_of(asked: str, event: Event) -> EventStatus:
    known = {status.value: status for status in EventStatus}
    return known.get(asked, event.status)


def _any_version(_version: int) -> None:
    """Whoever looks at the page knows what they change."""
