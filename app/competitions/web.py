"""Points for admins: a player's statement, adjustments and who has to decide on them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.service import points as service
from app.ledger import service as ledger
from app.ledger.rules.adjustments import Adjustment, NothingToAdjust
from app.ledger.rules.transfers import AmountTooLarge, TransferKind
from app.plumbing.access import Actor, admins
from app.plumbing.forms import Form, Reason, ReasonForm
from app.plumbing.ids import new_id
from app.plumbing.languages import sentence
from app.plumbing.pages import ITEMS_MAX
from app.plumbing.web import CurrentActor, Reading, Tx

LINES_PER_PAGE = 50
PENDING = "/admin/ledger/adjustments"
KINDS: Mapping[str, str] = {
    TransferKind.GRANT: sentence("grant"),
    TransferKind.ADJUSTMENT: sentence("adjustment"),
    TransferKind.TAKE_BACK: sentence("take back"),
    TransferKind.DEBT: sentence("debt"),
    TransferKind.REPAYMENT: sentence("repayment"),
    TransferKind.STAKE: sentence("stake"),
    TransferKind.PAYOUT: sentence("payout"),
    TransferKind.REFUND: sentence("refund"),
    TransferKind.CASH_OUT: sentence("cash out"),
    TransferKind.WITHDRAWAL: sentence("withdrawal"),
    TransferKind.CORRECTION: sentence("correction"),
    TransferKind.TAKEOUT: sentence("takeout"),
    TransferKind.BREAKAGE: sentence("breakage"),
    TransferKind.TOP_UP: sentence("top up"),
}


class AdjustmentForm(Struct, frozen=True):
    id: UUID
    points: Annotated[int, Meta(description="Give a whole number, below zero to take points.")]
    reason: Reason


class PointsController(Controller):
    path = "/admin/ledger"
    guards = (admins,)

    @get("/accounts/{holder:uuid}")
    async def statement(
        self,
        holder: FromPath[UUID],
        reading: Reading,
        before: FromQuery[int | None] = None,
    ) -> Template:
        # The page brings the id, so that a form sent twice counts once.
        form = Form(AdjustmentForm, {"id": str(new_id())})
        return await _statement_page(reading, holder, form, before=before)

    @post("/accounts/{holder:uuid}/adjustments")
    async def adjust(
        self,
        holder: FromPath[UUID],
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
    ) -> Template | Redirect:
        form = await Form.sent(request, AdjustmentForm)
        if asked := form.read():
            wanted = Adjustment(id=asked.id, owner=holder, points=asked.points, reason=asked.reason)
            try:
                await service.adjust(tx, wanted, by=actor)
            except (NothingToAdjust, AmountTooLarge) as no:
                form.complain("points", str(no))
            else:
                return Redirect(f"/admin/ledger/accounts/{holder}", status_code=303)
        return await _statement_page(tx, holder, form)

    @get("/adjustments")
    async def pending(self, reading: Reading, actor: CurrentActor) -> Template:
        return await _pending_page(reading, actor, {})

    @post("/adjustments/{adjustment_id:uuid}/approve")
    async def approve(
        self,
        adjustment_id: FromPath[UUID],
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
    ) -> Template | Redirect:
        return await _decide(service.approve_adjustment, adjustment_id, request, tx, actor)

    @post("/adjustments/{adjustment_id:uuid}/refuse")
    async def refuse(
        self,
        adjustment_id: FromPath[UUID],
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
    ) -> Template | Redirect:
        return await _decide(service.refuse_adjustment, adjustment_id, request, tx, actor)


async def _decide(
    decide: Callable[..., Awaitable[object]],
    adjustment_id: UUID,
    request: Request[Any, Any, Any],
    tx: AsyncConnection,
    actor: Actor,
) -> Template | Redirect:
    form = await Form.sent(request, ReasonForm)
    if asked := form.read():
        await decide(tx, adjustment_id, reason=asked.reason, by=actor)
        return Redirect(PENDING, status_code=303)
    return await _pending_page(tx, actor, {adjustment_id: form})


async def _statement_page(
    tx: AsyncConnection, owner: UUID, form: Form[AdjustmentForm], *, before: int | None = None
) -> Template:
    page = await ledger.statement(tx, owner, before=before, limit=LINES_PER_PAGE)
    names = await service.names_of(tx, [owner])
    return Template(
        "ledger/statement.html",
        context={"statement": page, "name": names.get(owner), "form": form, "kinds": KINDS},
        status_code=422 if form.errors else 200,
    )


async def _pending_page(
    tx: AsyncConnection, actor: Actor, sent: Mapping[UUID, Form[ReasonForm]]
) -> Template:
    """`sent` are the forms that somebody still has to complete."""
    requests = await ledger.list_pending_adjustments(tx, limit=ITEMS_MAX)
    context = {
        "requests": requests,
        "names": await service.names_of(tx, {asked.adjustment.owner for asked in requests}),
        "admin": actor.subject,
        "sent": sent,
        "empty": Form(ReasonForm),
    }
    return Template("ledger/adjustments.html", context=context, status_code=422 if sent else 200)
