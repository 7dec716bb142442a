"""Vouchers: made a batch at a time, their codes shown once; and what became of them."""

import secrets
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import csv_of
from app.competitions import service as competitions
from app.competitions.rules.competitions import CompetitionState
from app.pages.rules.competition_form import Moment, Whole, moment_of
from app.pages.web.acting import refusal_of, status_for
from app.payments import service
from app.payments.rules.vouchers import BATCH_MAX, NUMBER_BITS, Batch
from app.plumbing.access import Actor, admins
from app.plumbing.forms import Form, Reason, ReasonForm
from app.plumbing.ids import new_id
from app.plumbing.languages import sentence
from app.plumbing.pages import ITEMS_MAX, After, cursor_of, key_of
from app.plumbing.refusals import Refusal
from app.plumbing.templating import reader_of
from app.plumbing.web import CurrentActor, Now, Tx

PAGE = 50
AnyRequest = Request[Any, Any, Any]
PLAYED = frozenset({CompetitionState.DRAFT, CompetitionState.RUNNING})


class BatchForm(Struct, frozen=True):
    """`id` comes with the page, so that a form sent twice makes one batch."""

    id: UUID
    competition_id: UUID
    count: Annotated[
        int, Meta(ge=1, le=BATCH_MAX, description=sentence("Give a number from 1 to 1000."))
    ]
    points: Whole
    expires_at: Moment
    reason: Reason
    as_file: bool = False


class VoucherPagesController(Controller):
    path = "/admin/vouchers"
    guards = (admins,)
    # Codes are worth points, so no browser keeps a page of them.
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get()
    async def index(
        self, tx: Tx, now: Now, batch_id: FromQuery[UUID | None] = None, after: After = None
    ) -> Template:
        form = Form(BatchForm, {"id": str(new_id())})
        return await _page(tx, now, form, batch_id=batch_id, after=after)

    @post(status_code=201)
    async def make(
        self, request: AnyRequest, tx: Tx, now: Now, actor: CurrentActor
    ) -> Template | Response[str]:
        form = await Form.sent(request, BatchForm)
        asked = form.read()
        if asked is None:
            return await _page(tx, now, form)
        batch = _batch(asked, request)
        act = service.make_vouchers(tx, batch, reason=asked.reason, by=actor)
        if refusal := await refusal_of(tx, act):
            return await _page(tx, now, form, refusal=refusal)
        codes = _codes(batch, request, actor)
        if asked.as_file:
            return _file(batch, codes)
        context = {"batch": batch, "codes": codes}
        return Template("pages/admin/voucher_codes.html", context=context, status_code=201)

    @post("/{voucher_id:uuid}/withdraw")
    async def withdraw(
        self,
        voucher_id: FromPath[UUID],
        request: AnyRequest,
        tx: Tx,
        now: Now,
        actor: CurrentActor,
    ) -> Template | Redirect:
        asked = (await Form.sent(request, ReasonForm)).must_read()
        act = service.withdraw_voucher(tx, voucher_id, reason=asked.reason, by=actor)
        if refusal := await refusal_of(tx, act):
            form = Form(BatchForm, {"id": str(new_id())})
            return await _page(tx, now, form, refusal=refusal)
        return Redirect("/admin/vouchers?saved=true", status_code=303)


def _batch(asked: BatchForm, request: AnyRequest) -> Batch:
    return Batch(
        id=asked.id,
        competition_id=asked.competition_id,
        points=asked.points,
        expires_at=moment_of(asked.expires_at, reader_of(request.scope).zone),
        numbers=tuple(secrets.randbits(NUMBER_BITS) for _ in range(asked.count)),
    )


def _codes(batch: Batch, request: AnyRequest, actor: Actor) -> list[str]:
    provider = request.app.state.code_provider
    return [provider.write(number, actor.tenant_id) for number in batch.numbers]


def _file(batch: Batch, codes: list[str]) -> Response[str]:
    expires_at = batch.expires_at.isoformat()
    lines = [csv_of("code", "points", "expires_at")]
    lines += [csv_of(code, batch.points, expires_at) for code in codes]
    headers = {"Content-Disposition": 'attachment; filename="vouchers.csv"'}
    return Response("".join(lines), media_type="text/csv", status_code=201, headers=headers)


async def _page(
    tx: AsyncConnection,
    now: datetime,
    form: Form[BatchForm],
    *,
    batch_id: UUID | None = None,
    after: str | None = None,
    refusal: Refusal | None = None,
) -> Template:
    found = await service.list_vouchers(
        tx, batch_id=batch_id, after=key_of(after, UUID), limit=PAGE
    )
    all_of = await competitions.list_competitions(
        tx, states=frozenset(CompetitionState), limit=ITEMS_MAX
    )
    context = {
        "vouchers": found[:PAGE],
        "more": cursor_of(found[PAGE - 1].id) if len(found) > PAGE else None,
        "names": {one.id: one.name for one in all_of},
        "competitions": [(str(one.id), one.name) for one in all_of if one.state in PLAYED],
        "form": form,
        "now": now,
        "refusal": refusal,
    }
    return Template(
        "pages/admin/vouchers.html",
        context=context,
        status_code=422 if form.errors else status_for(refusal),
    )
