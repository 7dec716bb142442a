"""A player's points: what there is, asking for more, giving back, and each step of a balance."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, SkipValidation
from litestar.response import Redirect, Template
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.entries import EntryState
from app.identity.rules.players import player_id_of
from app.ledger.rules.positions import Statement
from app.limits import service as limits
from app.pages.rules import statements
from app.payments import service
from app.payments.gateway import CodeProvider
from app.payments.rules.payments import Direction, Payment, PaymentState, Provider
from app.payments.rules.vouchers import CodeMistyped, NoSuchVoucher
from app.plumbing.access import Actor, in_person, players
from app.plumbing.forms import Form
from app.plumbing.ids import new_id
from app.plumbing.languages import sentence
from app.plumbing.pages import After, Number, cursor_of, key_of
from app.plumbing.points import POINTS_MAX
from app.plumbing.refusals import Refusal
from app.plumbing.web import CurrentActor, Now, Provided, Reading, Tx
from app.tenants.rules import Community

LINES = 50
PAYMENTS = 20
STATES = {
    PaymentState.ASKED: sentence("Waits for an admin"),
    PaymentState.DONE: sentence("Done"),
    PaymentState.REFUSED: sentence("Refused"),
}
WHAT = {
    Provider.ADMIN: sentence("Points asked for"),
    Provider.VOUCHER: sentence("Voucher used"),
    Provider.LEDGER: sentence("Points given back"),
}
Vouchers = NamedDependency[SkipValidation[CodeProvider]]
Many = Annotated[
    int, Meta(ge=1, le=POINTS_MAX, description="Give a whole number of points, 1 or more.")
]
Which = Annotated[UUID, Meta(description="Choose a competition.")]


class AskForm(Struct, frozen=True):
    """`id` was made with the page: sent twice, it counts once."""

    id: UUID
    entry_id: Which
    points: Many
    note: Annotated[str, Meta(max_length=200, description="Use 200 signs at most.")] = ""


class GiveForm(Struct, frozen=True):
    id: UUID
    entry_id: Which
    points: Many


class VoucherForm(Struct, frozen=True):
    id: UUID
    entry_id: Which
    code: Annotated[
        str, Meta(min_length=1, max_length=100, description="Give the code of the voucher.")
    ]


def provide_vouchers(state: State) -> CodeProvider:
    provider: CodeProvider = state.code_provider
    return provider


class PointsController(Controller):
    path = "/points"
    guards = (players, in_person)
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type
    dependencies = {"vouchers": Provide(provide_vouchers, sync_to_thread=False)}  # noqa: RUF012

    @get()
    async def show(
        self,
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
        done: FromQuery[str] = "",
    ) -> Template:
        return await _page(tx, actor, community, now, done=done)

    @post("/ask")
    async def ask(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
    ) -> Template | Redirect:
        form = await Form.sent(request, AskForm)
        if asked := form.read():
            payment = Payment(
                id=asked.id,
                entry_id=asked.entry_id,
                direction=Direction.DEPOSIT,
                points=asked.points,
                provider=Provider.ADMIN,
                note=asked.note or None,
            )
            async with _saying_no(tx, form):
                await service.ask_for_points(tx, payment, player_id=player_id_of(actor))
        return await _end(tx, actor, community, now, ask=form)

    @post("/give-back")
    async def give_back(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
    ) -> Template | Redirect:
        form = await Form.sent(request, GiveForm)
        if asked := form.read():
            payment = Payment(
                id=asked.id,
                entry_id=asked.entry_id,
                direction=Direction.WITHDRAWAL,
                points=asked.points,
                provider=Provider.LEDGER,
            )
            async with _saying_no(tx, form):
                await service.give_back(tx, payment, player_id=player_id_of(actor))
        return await _end(tx, actor, community, now, give=form)

    @post("/voucher")
    async def use_voucher(
        self,
        request: Request[Any, Any, Any],
        tx: Tx,
        actor: CurrentActor,
        community: Provided[Community],
        now: Now,
        vouchers: Vouchers,
    ) -> Template | Redirect:
        form = await Form.sent(request, VoucherForm)
        if asked := form.read():
            async with _saying_no(tx, form):
                voucher_id = vouchers.read(asked.code, actor.tenant_id)
                await service.use_voucher(
                    tx, asked.id, asked.entry_id, voucher_id, player_id=player_id_of(actor)
                )
        return await _end(tx, actor, community, now, voucher=form)


@get("/entries/{entry_id:uuid}/statement", guards=[players, in_person])
async def show_statement(
    entry_id: FromPath[UUID], reading: Reading, actor: CurrentActor, after: After = None
) -> Template:
    player_id = player_id_of(actor)
    found = await service.transactions(
        reading, entry_id, player_id=player_id, before=key_of(after, Number), limit=LINES
    )
    balances = await service.list_balances(reading, player_id)
    context = {
        "entry": next((one for one in balances if one.entry_id == entry_id), None),
        "statement": found.statement,
        "following": _cursor(found.statement),
        "words_of": statements.words_of,
        "reason_of": statements.reason_of,
        "bet_of": statements.bet_of,
        "first": after is None,
    }
    return Template("pages/points/statement.html", context=context)


@asynccontextmanager
async def _saying_no(tx: AsyncConnection, form: Form[Any]) -> AsyncIterator[None]:
    """Show a refusal in the page, and undo what came before it."""
    try:
        async with tx.begin_nested():
            yield
    except (CodeMistyped, NoSuchVoucher) as no:
        form.complain("code", str(no))
    except Refusal as no:
        form.complain("", str(no))


async def _end(
    tx: AsyncConnection,
    actor: Actor,
    community: Community,
    now: datetime,
    **sent: Form[Any],
) -> Template | Redirect:
    [(which, form)] = sent.items()
    if form.errors:
        return await _page(tx, actor, community, now, sent)
    return Redirect(f"/points?done={which}", status_code=303)


async def _page(
    tx: AsyncConnection,
    actor: Actor,
    community: Community,
    now: datetime,
    sent: dict[str, Form[Any]] | None = None,
    *,
    done: str = "",
) -> Template:
    player_id = player_id_of(actor)
    entries = await service.list_balances(tx, player_id)
    overview = await limits.overview(tx, player_id, settings=community.settings, now=now)
    forms: dict[str, Form[Any]] = {
        "ask": Form(AskForm, {"id": str(new_id())}),
        "give": Form(GiveForm, {"id": str(new_id())}),
        "voucher": Form(VoucherForm, {"id": str(new_id())}),
    }
    context = {
        "entries": entries,
        "playing": [
            (str(one.entry_id), one.competition)
            for one in entries
            if one.state == EntryState.ACTIVE
        ],
        "all_entries": [(str(one.entry_id), one.competition) for one in entries],
        "names": {one.entry_id: one.competition for one in entries},
        "payments": await service.list_own_payments(tx, player_id, limit=PAYMENTS),
        "taken": overview.taken,
        "forms": forms | (sent or {}),
        "states": STATES,
        "what": WHAT,
        "done": done,
    }
    return Template("pages/points/points.html", context=context, status_code=422 if sent else 200)


def _cursor(statement: Statement) -> str | None:
    return None if statement.following is None else cursor_of(statement.following)
