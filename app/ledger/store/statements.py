"""What became of a balance, line by line."""

from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.ledger.rules.positions import StatementLine
from app.ledger.rules.transfers import AccountKind, TransferKind
from app.ledger.tables import accounts, transfers
from app.plumbing.points import Points


async def list_lines(
    tx: AsyncConnection, owner: UUID, *, before: int | None, limit: int
) -> list[StatementLine]:
    """The newest lines first, from just before the line numbered `before`."""
    t = transfers.c
    change = case((t.kept_account == t.debit_account, -t.points), else_=t.points)
    lines = (
        select(
            t.account_sequence.label("sequence"),
            t.at,
            t.kind,
            change.label("points"),
            t.balance_after,
            t.reference,
            t.reason,
        )
        .join(
            accounts,
            (accounts.c.tenant_id == t.tenant_id) & (accounts.c.id == t.kept_account),
        )
        .where(accounts.c.owner == owner, accounts.c.kind == AccountKind.BALANCE)
        .order_by(t.account_sequence.desc())
        .limit(limit)
    )
    if before is not None:
        lines = lines.where(t.account_sequence < before)
    return [
        StatementLine(**dict(row) | _words(row["kind"], row["balance_after"]))
        for row in (await tx.execute(lines)).mappings()
    ]


def _words(kind: str, balance_after: int) -> dict[str, object]:
    return {"kind": TransferKind(kind), "balance_after": Points(balance_after)}
