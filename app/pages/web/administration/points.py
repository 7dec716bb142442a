"""Points that players ask for, granted or refused by admins."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service as competitions
from app.identity.service import players
from app.ledger import service as ledger
from app.pages.rules.wording_points import PAYMENT_STATES
from app.pages.web.acting import refusal_of, status_for
from app.payments import service
from app.payments.rules.payments import PaymentState
from app.plumbing.access import Actor, admins
from app.plumbing.forms import Form, ReasonForm
from app.plumbing.pages import ITEMS_MAX, After, cursor_of, key_of
from app.plumbing.refusals import Missing, Refusal
from app.plumbing.web import CurrentActor, Now, Tx

PAGE = 50
DECISIONS = {"approve": service.approve_payment, "refuse": service.refuse_payment}
# Litestar keeps the name `state` for itself.
InState = Annotated[str, QueryParameter(name="state", max_length=20)]
AnyRequest = Request[Any, Any, Any]


class PointsPagesController(Controller):
    path = "/admin/points"
    guards = (admins,)

    @get()
    async def index(
        self,
        tx: Tx,
        actor: CurrentActor,
        now: Now,
        in_state: InState = PaymentState.ASKED.value,
        after: After = None,
    ) -> Template:
        return await _page(tx, actor, now, in_state=in_state, after=after)

    @post("/{payment_id:uuid}/{verb:str}")
    async def decide(
        self,
        payment_id: FromPath[UUID],
        verb: FromPath[str],
        request: AnyRequest,
        tx: Tx,
        actor: CurrentActor,
        now: Now,
    ) -> Template | Redirect:
        if verb not in DECISIONS:
            raise Missing
        form = await Form.sent(request, ReasonForm)
        asked = form.read()
        if asked is None:
            return await _page(tx, actor, now, sent={payment_id: form})
        act = DECISIONS[verb](tx, payment_id, reason=asked.reason, by=actor)
        if refusal := await refusal_of(tx, act):
            return await _page(tx, actor, now, refusal=refusal)
        return Redirect("/admin/points?saved=true", status_code=303)


async def _page(
    tx: AsyncConnection,
    actor: Actor,
    now: datetime,
    *,
    in_state: str = PaymentState.ASKED.value,
    after: str | None = None,
    sent: dict[UUID, Form[ReasonForm]] | None = None,
    refusal: Refusal | None = None,
) -> Template:
    state = next((each for each in PaymentState if each == in_state), None)
    found = await service.list_payments(
        tx, state=state, after=key_of(after, tuple[datetime, UUID]), limit=PAGE
    )
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    context = {
        "payments": shown,
        "more": last and cursor_of((last.created_at, last.payment.id)),
        "owners": await competitions.names_of(tx, {each.payment.entry_id for each in shown}),
        "people": await players.call_names(tx, {each.decided_by or "" for each in shown}),
        "adjustments": len(await ledger.list_pending_adjustments(tx, limit=ITEMS_MAX)),
        "in_state": in_state,
        "payment_states": PAYMENT_STATES,
        "admin": actor.subject,
        "sent": sent or {},
        "empty_form": Form(ReasonForm),
        "refusal": refusal,
        "now": now,
    }
    return Template(
        "pages/admin/points.html",
        context=context,
        status_code=422 if sent else status_for(refusal),
    )
