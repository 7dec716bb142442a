"""What players see of their points."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger import service as ledger
from app.ledger.rules.positions import LINES_MAX, Statement
from app.payments.rules.balances import EntryBalance
from app.payments.rules.payments import PaymentRecord, PaymentState
from app.payments.service.paying import get_own_entrant
from app.payments.store import balances, payments

OPEN_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Transactions:
    """A page of an entry's statement, and what was asked for and not decided yet."""

    statement: Statement
    asked: Sequence[PaymentRecord]


async def transactions(
    tx: AsyncConnection, entry_id: UUID, *, player_id: UUID, before: int | None, limit: int
) -> Transactions:
    await get_own_entrant(tx, entry_id, player_id=player_id)
    asked = PaymentState.ASKED
    return Transactions(
        statement=await ledger.statement(tx, entry_id, before=before, limit=min(limit, LINES_MAX)),
        asked=await payments.list_payments(
            tx, state=asked, entry_id=entry_id, after=None, limit=OPEN_MAX
        ),
    )


async def list_balances(tx: AsyncConnection, player_id: UUID) -> list[EntryBalance]:
    return await balances.list_balances(tx, player_id)


async def list_own_payments(
    tx: AsyncConnection, player_id: UUID, *, limit: int
) -> list[PaymentRecord]:
    """What the player asked for, was given and gave back last."""
    return await payments.list_payments_of(tx, player_id, limit=limit)
