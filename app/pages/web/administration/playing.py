"""One competition as its admins run it: its state, code, announcements, prizes, and events."""

import io
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import segno
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service
from app.competitions.rules.competitions import NEXT, Competition, CompetitionState
from app.competitions.rules.settings import JoinPolicy
from app.leaderboards.rules.prizes import sums_of
from app.leaderboards.service import finishing
from app.pages.rules.wording_competitions import ANNOUNCED, STATES
from app.pages.store import competitions as store
from app.pages.web.acting import refusal_of, status_for
from app.plumbing.access import admins
from app.plumbing.forms import REASON_LENGTH_MAX, Form
from app.plumbing.pages import After, cursor_of, key_of
from app.plumbing.refusals import Refusal
from app.plumbing.web import CurrentActor, CurrentSettings, Now, Tx

ANNOUNCEMENTS = 20
EVENTS = 50
ADDABLE = 20
QR_SCALE = 6
PartOfName = Annotated[str, QueryParameter(max_length=80)]
AnyRequest = Request[Any, Any, Any]


class StateForm(Struct, frozen=True):
    state: CompetitionState


class FinishForm(Struct, frozen=True):
    reason: str = ""


class NoFields(Struct, frozen=True):
    """A button alone."""


class AddForm(Struct, frozen=True):
    """An event, or a whole league."""

    event_id: UUID | None = None
    league_id: UUID | None = None


class CompetitionController(Controller):
    path = "/admin/competitions/{competition_id:uuid}"
    guards = (admins,)

    @get()
    async def show(
        self, competition_id: FromPath[UUID], request: AnyRequest, tx: Tx, now: Now
    ) -> Template:
        return await _overview(tx, competition_id, request, now)

    @post("/state")
    async def set_state(
        self,
        competition_id: FromPath[UUID],
        request: AnyRequest,
        tx: Tx,
        now: Now,
        actor: CurrentActor,
    ) -> Template | Redirect:
        asked = (await Form.sent(request, StateForm)).must_read()
        act = service.set_state(tx, competition_id, asked.state, by=actor, now=now)
        if refusal := await refusal_of(tx, act):
            return await _overview(tx, competition_id, request, now, refusal=refusal)
        return _back(competition_id)

    @post("/finish")
    async def finish(
        self,
        competition_id: FromPath[UUID],
        request: AnyRequest,
        tx: Tx,
        now: Now,
        actor: CurrentActor,
    ) -> Template | Redirect:
        asked = (await Form.sent(request, FinishForm)).must_read()
        reason = asked.reason[:REASON_LENGTH_MAX] or None
        act = finishing.finish(tx, competition_id, reason=reason, by=actor, now=now)
        if refusal := await refusal_of(tx, act):
            return await _overview(tx, competition_id, request, now, refusal=refusal)
        return _back(competition_id)

    @post("/code")
    async def renew_code(
        self, competition_id: FromPath[UUID], request: AnyRequest, tx: Tx, actor: CurrentActor
    ) -> Redirect:
        await Form.sent(request, NoFields)
        await service.renew_code(tx, competition_id, by=actor)
        return _back(competition_id)

    @get("/qr.svg", media_type="image/svg+xml")
    async def qr(
        self,
        competition_id: FromPath[UUID],
        request: AnyRequest,
        tx: Tx,
        settings: CurrentSettings,
    ) -> Response[bytes]:
        """The way in as a picture to scan."""
        competition = await service.get_competition(tx, competition_id)
        link = _way_in(request, competition, https=settings.https)
        picture = io.BytesIO()
        segno.make_qr(link).save(picture, kind="svg", scale=QR_SCALE, light="#fff")
        headers = {"Cache-Control": "private, no-store"}
        return Response(picture.getvalue(), media_type="image/svg+xml", headers=headers)

    @get("/events")
    async def events(
        self, competition_id: FromPath[UUID], tx: Tx, name: PartOfName = "", after: After = None
    ) -> Template:
        return await _events_page(tx, competition_id, name=name, after=after)

    @post("/events")
    async def add_events(
        self, competition_id: FromPath[UUID], request: AnyRequest, tx: Tx, actor: CurrentActor
    ) -> Template | Redirect:
        asked = (await Form.sent(request, AddForm)).must_read()
        if asked.league_id:
            act = refusal_of(tx, service.add_league(tx, competition_id, asked.league_id, by=actor))
        else:
            event_id = asked.event_id or competition_id
            act = refusal_of(tx, service.add_event(tx, competition_id, event_id, by=actor))
        if refusal := await act:
            return await _events_page(tx, competition_id, refusal=refusal)
        return _back(competition_id, "/events")

    @post("/events/{event_id:uuid}/remove")
    async def remove_event(
        self,
        competition_id: FromPath[UUID],
        event_id: FromPath[UUID],
        request: AnyRequest,
        tx: Tx,
        actor: CurrentActor,
    ) -> Template | Redirect:
        await Form.sent(request, NoFields)
        act = service.remove_event(tx, competition_id, event_id, by=actor)
        if refusal := await refusal_of(tx, act):
            return await _events_page(tx, competition_id, refusal=refusal)
        return _back(competition_id, "/events")


async def _overview(
    tx: AsyncConnection,
    competition_id: UUID,
    request: AnyRequest,
    now: datetime,
    *,
    refusal: Refusal | None = None,
) -> Template:
    competition = await service.get_competition(tx, competition_id)
    prizes = await finishing.list_prizes(tx, competition_id)
    figures = await store.list_figures(tx, [competition_id])
    context = {
        "competition": competition,
        "figures": figures[competition_id],
        "states": STATES,
        "allowed": NEXT[competition.state],
        "sums": sums_of(competition.settings.prizes),
        "prizes": prizes,
        "names": await service.names_of(tx, [prize.who for prize in prizes]),
        "announcements": await service.list_announcements(tx, competition_id, limit=ANNOUNCEMENTS),
        "announced": ANNOUNCED,
        "link": _way_in(request, competition, https=request.app.state.settings.https),
        "now": now,
        "refusal": refusal,
    }
    return Template(
        "pages/admin/competition.html", context=context, status_code=status_for(refusal)
    )


async def _events_page(
    tx: AsyncConnection,
    competition_id: UUID,
    *,
    name: str = "",
    after: str | None = None,
    refusal: Refusal | None = None,
) -> Template:
    competition = await service.get_competition(tx, competition_id)
    events = await service.list_events(
        tx, competition_id, after=key_of(after, UUID), limit=EVENTS + 1
    )
    context = {
        "competition": competition,
        "events": events[:EVENTS],
        "more": cursor_of(events[EVENTS - 1].id) if len(events) > EVENTS else None,
        "leagues": await store.list_addable_leagues(tx, competition_id, limit=ADDABLE),
        "addable": await store.list_addable_events(tx, competition_id, name=name, limit=ADDABLE),
        "name": name,
        "states": STATES,
        "refusal": refusal,
    }
    return Template(
        "pages/admin/competition_events.html", context=context, status_code=status_for(refusal)
    )


def _way_in(request: AnyRequest, competition: Competition, *, https: bool) -> str:
    """Where players join: by the code, where one is asked for."""
    scheme = "https" if https else "http"
    needs_code = competition.settings.join_policy is JoinPolicy.CODE
    path = f"/join/{competition.join_code}" if needs_code else f"/competitions/{competition.id}"
    return f"{scheme}://{request.headers['host']}{path}"


def _back(competition_id: UUID, page: str = "") -> Redirect:
    return Redirect(f"/admin/competitions/{competition_id}{page}?saved=true", status_code=303)
