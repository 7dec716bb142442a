"""What players do about their points.  Nothing is decided here."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import Provide
from litestar.params import FromQuery, JSONBody
from litestar.response import Stream
from msgspec import Meta, Struct

from app.audit.rules import csv_of
from app.identity.rules.players import player_id_of
from app.ledger.rules.positions import LINES_MAX, StatementLine
from app.payments import service
from app.payments.api.dependencies import Vouchers, provide_vouchers
from app.payments.api.shapes import PaymentOut, TransactionOut, TransactionsOut
from app.payments.rules.payments import Direction, Payment, PointsOrCode, Provider
from app.plumbing.access import players
from app.plumbing.db import BeginIn
from app.plumbing.pages import ITEMS_USUAL, After, Limit, Number, cursor_of, key_of
from app.plumbing.points import POINTS_MAX
from app.plumbing.web import CurrentActor, Elsewhere, Reading, Tx

PointsWanted = Annotated[int, Meta(ge=1, le=POINTS_MAX, examples=[100])]
Note = Annotated[str, Meta(max_length=200, description="A word to whoever decides.")]
Code = Annotated[str, Meta(max_length=100, description="As printed: 7KQ3-9XWM-…")]
HEADER = (
    "sequence", "at", "kind", "points", "balance_before", "balance_after", "reference_id", "reason",
)  # fmt: skip


class DepositIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Points from an admin, or a voucher's `code`.  You choose `id`: sent twice, it counts once."""

    id: UUID
    entry_id: UUID
    points: PointsWanted | None = None
    note: Note | None = None
    code: Code | None = None


class WithdrawalIn(Struct, frozen=True, forbid_unknown_fields=True):
    """You choose `id`: sent twice, it counts once."""

    id: UUID
    entry_id: UUID
    points: PointsWanted
    note: Note | None = None


class PaymentsApi(Controller):
    path = "/api/payments"
    guards = (players,)
    dependencies = {"vouchers": Provide(provide_vouchers, sync_to_thread=False)}  # noqa: RUF012

    @post("/deposit")
    async def deposit(
        self, data: JSONBody[DepositIn], tx: Tx, actor: CurrentActor, vouchers: Vouchers
    ) -> PaymentOut:
        """Ask the admins for points, or use a voucher."""
        player_id = player_id_of(actor)
        match data:
            case DepositIn(points=int(points), code=None):
                payment = Payment(
                    id=data.id,
                    entry_id=data.entry_id,
                    direction=Direction.DEPOSIT,
                    points=points,
                    provider=Provider.ADMIN,
                    note=data.note,
                )
                return PaymentOut.of(await service.ask_for_points(tx, payment, player_id=player_id))
            case DepositIn(points=None, code=str(code)):
                voucher_id = vouchers.read(code, actor.tenant_id)
                return PaymentOut.of(
                    await service.use_voucher(
                        tx, data.id, data.entry_id, voucher_id, player_id=player_id
                    )
                )
        raise PointsOrCode

    @post("/withdraw")
    async def withdraw(
        self, data: JSONBody[WithdrawalIn], tx: Tx, actor: CurrentActor
    ) -> PaymentOut:
        """Give points back, at once."""
        payment = Payment(
            id=data.id,
            entry_id=data.entry_id,
            direction=Direction.WITHDRAWAL,
            points=data.points,
            provider=Provider.LEDGER,
            note=data.note,
        )
        return PaymentOut.of(await service.give_back(tx, payment, player_id=player_id_of(actor)))

    @get("/transactions")
    async def transactions(
        self,
        entry_id: FromQuery[UUID],
        reading: Reading,
        actor: CurrentActor,
        after: After = None,
        limit: Limit = ITEMS_USUAL,
    ) -> TransactionsOut:
        """What became of an entry's balance, the newest first, and what you asked for."""
        found = await service.transactions(
            reading,
            entry_id,
            player_id=player_id_of(actor),
            before=key_of(after, Number),
            limit=limit,
        )
        following = found.statement.following
        return TransactionsOut(
            items=[TransactionOut.of(line) for line in found.statement.lines],
            next=None if following is None else cursor_of(following),
            asked=[PaymentOut.of(record) for record in found.asked],
        )


@get("/api/payments/transactions.csv", guards=[players], media_type="text/csv")
async def export_transactions(
    entry_id: FromQuery[UUID], reading: Reading, actor: CurrentActor, elsewhere: Elsewhere
) -> Stream:
    """An entry's whole statement, the newest first, for a spreadsheet."""
    player_id = player_id_of(actor)
    # Refused before the answer begins, where the entry is somebody else's.
    await service.transactions(reading, entry_id, player_id=player_id, before=None, limit=1)
    return Stream(
        _lines(elsewhere, actor.tenant_id, entry_id, player_id),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="transactions.csv"'},
    )


async def _lines(
    begin: BeginIn, tenant_id: UUID, entry_id: UUID, player_id: UUID
) -> AsyncGenerator[str, None]:
    yield csv_of(*HEADER)
    before, more = None, True
    while more:
        # A transaction for each part: a slow reader must not hold a connection.
        async with begin(tenant_id) as tx:
            found = await service.transactions(
                tx, entry_id, player_id=player_id, before=before, limit=LINES_MAX
            )
        before = found.statement.following
        more = before is not None
        yield "".join(map(_line, found.statement.lines))


def _line(line: StatementLine) -> str:
    return csv_of(
        line.sequence,
        line.at.isoformat(),
        line.kind,
        line.points,
        line.balance_before,
        line.balance_after,
        line.reference,
        line.reason,
    )
