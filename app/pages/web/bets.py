"""My bets: a list to look through, and each with its explanation and what can still be done."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect, Template
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_303_SEE_OTHER,
    HTTP_409_CONFLICT,
    HTTP_422_UNPROCESSABLE_ENTITY,
)
from msgspec import Meta, Struct

from app.betting.rules.bets import BetResult, BetState
from app.betting.service import ending
from app.betting.service.reading import Wanted
from app.identity.rules.players import player_id_of
from app.pages.service import bets as service
from app.pages.web.filters import WORDS
from app.plumbing.access import Actor, players
from app.plumbing.forms import Form, FormIncomplete
from app.plumbing.pages import After, cursor_of, key_of
from app.plumbing.points import POINTS_MAX
from app.plumbing.refusals import Conflict
from app.plumbing.web import Begin, CurrentActor, Now, Provided, Reading
from app.tenants.rules import Community, CommunitySettings

BETS_SHOWN = 20
OfState = Annotated[BetState | None, QueryParameter(name="state")]
Asking = Request[Any, Any, Any]


class NoteForm(Struct, frozen=True):
    note: Annotated[
        Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*$")] | None,
        Meta(description="At most 200 signs."),
    ] = None


class CashOutForm(Struct, frozen=True):
    """The offer as it was shown: its points and what it rested on."""

    points: Annotated[int, Meta(ge=0, le=POINTS_MAX)]
    versions: str


@get("/bets", guards=[players])
async def list_bets(
    reading: Reading,
    actor: CurrentActor,
    now: Now,
    of_state: OfState = None,
    result: FromQuery[BetResult | None] = None,
    competition_id: FromQuery[UUID | None] = None,
    after: After = None,
) -> Template:
    """The newest first."""
    wanted = Wanted(
        player_id=player_id_of(actor), competition_id=competition_id, state=of_state, result=result
    )
    key = key_of(after, tuple[datetime, UUID])
    found = await service.list_own(reading, wanted, after=key, limit=BETS_SHOWN)
    asked = {"competition_id": competition_id, "state": of_state, "result": result}
    chosen = {name: str(value) for name, value in asked.items() if value}
    shown = found.bets[:BETS_SHOWN]
    following = None
    if len(found.bets) > BETS_SHOWN:
        last = shown[-1].bet
        following = urlencode({**chosen, "after": cursor_of((last.accepted_at, last.id))})
    context = {
        "bets": shown,
        "played": found.played,
        "chosen": chosen,
        "query": urlencode(chosen),
        "following": following,
        "now": now,
    }
    return Template("pages/play/bets.html", context=context | WORDS)


@get("/bets/{bet_id:uuid}", guards=[players])
async def show_bet(
    bet_id: FromPath[UUID],
    begin: Begin,
    actor: CurrentActor,
    community: Provided[Community],
    now: Now,
    done: FromQuery[str | None] = None,
) -> Template:
    """One bet: its legs, its story, and what can still be done with it."""
    return await _page(begin, bet_id, actor, community.settings, now=now, done=done)


@get("/bets/{bet_id:uuid}/cash-out", guards=[players])
async def show_cash_out(
    request: Asking,
    bet_id: FromPath[UUID],
    begin: Begin,
    actor: CurrentActor,
    community: Provided[Community],
    now: Now,
) -> Template:
    """The offer of this moment: the part of the bet's page that looks again by itself."""
    if "hx-request" not in request.headers:
        return await _page(begin, bet_id, actor, community.settings, now=now)
    async with begin() as tx:
        offered = await service.show_offer(tx, bet_id, by=actor, community=community.settings)
    context = {"offered": offered, "bet_id": bet_id, "now": now}
    return Template("pages/play/cash_out.html", context=context)


@post("/bets/{bet_id:uuid}/cash-out", guards=[players], status_code=HTTP_200_OK)
async def cash_out(
    request: Asking,
    bet_id: FromPath[UUID],
    begin: Begin,
    actor: CurrentActor,
    community: Provided[Community],
    now: Now,
) -> Response[Any]:
    """Accept the offer that was shown; if it has changed, the new one is shown."""
    sent = (await Form.sent(request, CashOutForm)).must_read()
    try:
        async with begin() as tx:
            await ending.cash_out(
                tx,
                bet_id,
                points=sent.points,
                versions=_versions_of(sent.versions),
                player_id=player_id_of(actor),
                community=community.settings,
            )
    except Conflict as refusal:
        return await _page(begin, bet_id, actor, community.settings, now=now, refusal=refusal)
    return _back(bet_id, "cashed-out")


@post("/bets/{bet_id:uuid}/cancel", guards=[players], status_code=HTTP_200_OK)
async def cancel(
    bet_id: FromPath[UUID],
    begin: Begin,
    actor: CurrentActor,
    community: Provided[Community],
    now: Now,
) -> Response[Any]:
    """Take a bet back, shortly after it was placed."""
    try:
        async with begin() as tx:
            await ending.cancel_bet(
                tx, bet_id, player_id=player_id_of(actor), community=community.settings
            )
    except Conflict as refusal:
        return await _page(begin, bet_id, actor, community.settings, now=now, refusal=refusal)
    return _back(bet_id, "taken-back")


@post("/bets/{bet_id:uuid}/note", guards=[players], status_code=HTTP_200_OK)
async def change_note(
    request: Asking,
    bet_id: FromPath[UUID],
    begin: Begin,
    actor: CurrentActor,
    community: Provided[Community],
    now: Now,
) -> Response[Any]:
    """Write something down about a bet, for yourself."""
    form = await Form.sent(request, NoteForm)
    sent = form.read()
    if sent is None:
        return await _page(begin, bet_id, actor, community.settings, now=now, note=form)
    async with begin() as tx:
        await ending.change_note(tx, bet_id, sent.note, player_id=player_id_of(actor))
    return _back(bet_id, "noted")


async def _page(
    begin: Begin,
    bet_id: UUID,
    actor: Actor,
    community: CommunitySettings,
    *,
    now: datetime,
    done: str | None = None,
    refusal: Conflict | None = None,
    note: Form[NoteForm] | None = None,
) -> Template:
    async with begin() as tx:
        whole = await service.show_bet(tx, bet_id, by=actor, community=community)
    form = note or Form(NoteForm, {"note": whole.bet.note or ""})
    context = {
        "whole": whole,
        "bet": whole.bet,
        "offered": whole.offered,
        "bet_id": bet_id,
        "now": now,
        "done": done,
        "problem": refusal,
        "form": form,
    }
    status = HTTP_422_UNPROCESSABLE_ENTITY if note else HTTP_409_CONFLICT if refusal else 200
    return Template("pages/play/bet.html", context=context | WORDS, status_code=status)


def _back(bet_id: UUID, done: str) -> Redirect:
    return Redirect(f"/bets/{bet_id}?done={done}", status_code=HTTP_303_SEE_OTHER)


def _versions_of(text: str) -> dict[UUID, tuple[int, int]]:
    """A selection and by which odds it counted, as often as there are open legs."""
    try:
        legs = [
            msgspec.convert(line.split(), tuple[UUID, int, int], strict=False)
            for line in text.split(";")
        ]
    except msgspec.ValidationError:
        raise FormIncomplete(errors={"versions": text[:100]}) from None
    return {selection_id: (odds, multiplier) for selection_id, odds, multiplier in legs}


HANDLERS = (list_bets, show_bet, show_cash_out, cash_out, cancel, change_note)
