"""What admins do about vouchers.  Nothing is decided here but the numbers, which are drawn."""

import secrets
from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import Provide
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import csv_of
from app.payments import service
from app.payments.api.dependencies import Vouchers, provide_vouchers
from app.payments.api.shapes import VoucherOut
from app.payments.gateway import CodeProvider
from app.payments.rules.vouchers import BATCH_MAX, NUMBER_BITS, Batch, voucher_id_of
from app.plumbing.access import Actor, admins
from app.plumbing.forms import Reason
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Page, key_of, page_of
from app.plumbing.points import POINTS_MAX
from app.plumbing.web import CurrentActor, Reading, Tx


class BatchIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The sender chooses `id`: sent twice, nothing more is made."""

    id: UUID
    competition_id: UUID
    count: Annotated[int, Meta(ge=1, le=BATCH_MAX, examples=[20])]
    points: Annotated[int, Meta(ge=1, le=POINTS_MAX, examples=[50])]
    expires_at: Annotated[datetime, Meta(tz=True)]
    reason: Reason


class CodeOut(Struct, frozen=True):
    id: UUID
    code: str


class BatchOut(Struct, frozen=True):
    """The only answer that ever holds these codes."""

    id: UUID
    points: int
    expires_at: datetime
    vouchers: list[CodeOut]


class WithdrawIn(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Reason


class VouchersApi(Controller):
    path = "/api/admin/vouchers"
    guards = (admins,)
    dependencies = {"vouchers": Provide(provide_vouchers, sync_to_thread=False)}  # noqa: RUF012
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def list(
        self,
        reading: Reading,
        batch_id: FromQuery[UUID | None] = None,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> Page[VoucherOut]:
        """Vouchers and what became of them."""
        found = await service.list_vouchers(
            reading, batch_id=batch_id, after=key_of(after, UUID), limit=limit
        )
        return page_of(found, limit, key=lambda one: one.id, show=VoucherOut.of)

    @post()
    async def make(
        self, data: JSONBody[BatchIn], tx: Tx, actor: CurrentActor, vouchers: Vouchers
    ) -> BatchOut:
        """Make vouchers.  Their codes are shown this once."""
        return await _make(tx, data, actor, vouchers)

    @post("/csv", media_type="text/csv")
    async def make_csv(
        self, data: JSONBody[BatchIn], tx: Tx, actor: CurrentActor, vouchers: Vouchers
    ) -> Response[str]:
        """Make vouchers, their codes as a table to print."""
        made = await _make(tx, data, actor, vouchers)
        lines = [csv_of("code", "points", "expires_at", "id")]
        expires_at = made.expires_at.isoformat()
        lines += [csv_of(one.code, made.points, expires_at, one.id) for one in made.vouchers]
        return Response(
            "".join(lines),
            media_type="text/csv",
            status_code=201,
            headers={"Content-Disposition": 'attachment; filename="vouchers.csv"'},
        )

    @post("/{voucher_id:uuid}/withdraw", status_code=200)
    async def withdraw(
        self, voucher_id: FromPath[UUID], data: JSONBody[WithdrawIn], tx: Tx, actor: CurrentActor
    ) -> VoucherOut:
        """Make a voucher worthless that nobody has used."""
        return VoucherOut.of(
            await service.withdraw_voucher(tx, voucher_id, reason=data.reason, by=actor)
        )


async def _make(
    tx: AsyncConnection, data: BatchIn, actor: Actor, vouchers: CodeProvider
) -> BatchOut:
    numbers = tuple(secrets.randbits(NUMBER_BITS) for _ in range(data.count))
    batch = Batch(
        id=data.id,
        competition_id=data.competition_id,
        points=data.points,
        expires_at=data.expires_at,
        numbers=numbers,
    )
    await service.make_vouchers(tx, batch, reason=data.reason, by=actor)
    codes = [
        CodeOut(id=voucher_id_of(number), code=vouchers.write(number, actor.tenant_id))
        for number in numbers
    ]
    return BatchOut(id=data.id, points=data.points, expires_at=data.expires_at, vouchers=codes)
