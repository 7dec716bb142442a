"""What admins do about points that somebody asks for.  Nothing is decided here."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct

from app.payments import service
from app.payments.api.shapes import DecisionOut
from app.payments.rules.payments import PaymentRecord, PaymentState
from app.plumbing.access import admins
from app.plumbing.forms import Reason
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.web import CurrentActor, Reading, Tx

InState = Annotated[PaymentState | None, QueryParameter(name="state")]


class DecisionIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Reason


class PaymentsAdminApi(Controller):
    path = "/api/admin/payments"
    guards = (admins,)

    @get()
    async def list(
        self,
        reading: Reading,
        in_state: InState = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[DecisionOut]:
        """Points asked for and given back, the newest first; `state=asked` are yet to decide."""
        found = await service.list_payments(
            reading, state=in_state, after=key_of(after, tuple[datetime, UUID]), limit=limit
        )
        return page_of(found, limit, key=_key, show=DecisionOut.of)

    @post("/{payment_id:uuid}/approve", status_code=200)
    async def approve(
        self, payment_id: FromPath[UUID], data: JSONBody[DecisionIn], tx: Tx, actor: CurrentActor
    ) -> DecisionOut:
        """Grant the points; above the threshold, the first of two admins agrees to it."""
        return DecisionOut.of(
            await service.approve_payment(tx, payment_id, reason=data.reason, by=actor)
        )

    @post("/{payment_id:uuid}/refuse", status_code=200)
    async def refuse(
        self, payment_id: FromPath[UUID], data: JSONBody[DecisionIn], tx: Tx, actor: CurrentActor
    ) -> DecisionOut:
        """Refuse the points, with a reason that the player reads."""
        return DecisionOut.of(
            await service.refuse_payment(tx, payment_id, reason=data.reason, by=actor)
        )


def _key(record: PaymentRecord) -> tuple[datetime, UUID]:
    return record.created_at, record.payment.id
