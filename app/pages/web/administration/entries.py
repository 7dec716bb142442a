"""Who plays in a competition, and what its admins decide on that."""

from collections.abc import Coroutine
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service
from app.competitions.rules.entries import Entry, EntryState, NobodyByThatName, NoSuchEntry
from app.pages.rules.wording_competitions import ENTRY_STATES, STATES
from app.pages.web.acting import refusal_of, status_for
from app.plumbing.access import Actor, admins
from app.plumbing.forms import Form
from app.plumbing.pages import After, cursor_of, key_of
from app.plumbing.refusals import Missing, Refusal
from app.plumbing.web import CurrentActor, Now, Tx

PAGE = 50
# Litestar keeps the name `state` for itself.
InState = Annotated[str, QueryParameter(name="state", max_length=20)]
AnyRequest = Request[Any, Any, Any]


class Verb(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"
    EXCLUDE = "exclude"
    RETURN = "return"
    MARK_BOT = "mark-bot"
    MARK_HUMAN = "mark-human"


class InviteForm(Struct, frozen=True):
    name: str


class DecisionForm(Struct, frozen=True):
    """Whoever is excluded reads the reason."""

    reason: str = ""


class EntriesController(Controller):
    path = "/admin/competitions/{competition_id:uuid}/entries"
    guards = (admins,)

    @get()
    async def index(
        self, competition_id: FromPath[UUID], tx: Tx, in_state: InState = "", after: After = None
    ) -> Template:
        return await _page(tx, competition_id, Form(InviteForm), in_state=in_state, after=after)

    @post("/invite")
    async def invite(
        self, competition_id: FromPath[UUID], request: AnyRequest, tx: Tx, actor: CurrentActor
    ) -> Template | Redirect:
        form = await Form.sent(request, InviteForm)
        asked = form.read()
        if asked is None:
            return await _page(tx, competition_id, form)
        act = service.invite(tx, competition_id, player_name=asked.name, by=actor)
        try:
            refusal = await refusal_of(tx, act)
        except NobodyByThatName as no:
            form.complain("name", str(no))
            return await _page(tx, competition_id, form)
        if refusal:
            return await _page(tx, competition_id, form, refusal=refusal)
        return _back(competition_id)

    @post("/{entry_id:uuid}/{verb:str}")
    async def decide(
        self,
        competition_id: FromPath[UUID],
        entry_id: FromPath[UUID],
        verb: FromPath[str],
        request: AnyRequest,
        tx: Tx,
        now: Now,
        actor: CurrentActor,
    ) -> Template | Redirect:
        asked = (await Form.sent(request, DecisionForm)).must_read()
        if verb not in set(Verb):
            raise Missing
        entry = await service.get_entry(tx, entry_id)
        if entry.competition_id != competition_id:
            raise NoSuchEntry(id=entry_id)
        act = _decision(tx, entry_id, Verb(verb), reason=asked.reason, by=actor, now=now)
        if refusal := await refusal_of(tx, act):
            return await _page(tx, competition_id, Form(InviteForm), refusal=refusal)
        return _back(competition_id)


def _decision(
    tx: AsyncConnection, entry_id: UUID, verb: Verb, *, reason: str, by: Actor, now: datetime
) -> Coroutine[Any, Any, Entry]:
    match verb:
        case Verb.APPROVE:
            return service.approve(tx, entry_id, by=by, now=now)
        case Verb.REFUSE:
            return service.refuse(tx, entry_id, by=by)
        case Verb.EXCLUDE:
            return service.exclude(tx, entry_id, reason=reason, by=by)
        case Verb.RETURN:
            return service.let_return(tx, entry_id, by=by)
        case Verb.MARK_BOT | Verb.MARK_HUMAN:
            return service.mark_bot(tx, entry_id, bot=verb is Verb.MARK_BOT, by=by)


async def _page(
    tx: AsyncConnection,
    competition_id: UUID,
    form: Form[InviteForm],
    *,
    in_state: str = "",
    after: str | None = None,
    refusal: Refusal | None = None,
) -> Template:
    chosen = [state for state in EntryState if state == in_state]
    found = await service.list_entries(
        tx,
        competition_id=competition_id,
        states=frozenset(chosen) or None,
        after=key_of(after, UUID),
        limit=PAGE + 1,
    )
    more = None
    if len(found) > PAGE:
        more = urlencode({"state": in_state, "after": cursor_of(found[PAGE - 1].entry.id)})
    context = {
        "competition": await service.get_competition(tx, competition_id),
        "entries": found[:PAGE],
        "more": more,
        "in_state": in_state,
        "entry_states": ENTRY_STATES,
        "states": STATES,
        "form": form,
        "refusal": refusal,
    }
    return Template(
        "pages/admin/competition_entries.html",
        context=context,
        status_code=422 if form.errors else status_for(refusal),
    )


def _back(competition_id: UUID) -> Redirect:
    return Redirect(f"/admin/competitions/{competition_id}/entries?saved=true", status_code=303)
