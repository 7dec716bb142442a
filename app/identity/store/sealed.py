"""Sealed columns, whatever they hold: which key each is under, and rows under older keys."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.tables import attempts, hand_overs, invitations, players, sessions, too_young

SEALED: tuple[Column[bytes | None], ...] = (
    players.c.born_on_sealed,
    players.c.email_sealed,
    too_young.c.answer_sealed,
    invitations.c.email_sealed,
    # These are renewed or gone within hours, by themselves.
    sessions.c.refresh_token_sealed,
    hand_overs.c.proof_sealed,
    attempts.c.verifier_sealed,
)


async def lock_older(
    tx: AsyncConnection,
    columns: Sequence[Column[bytes | None]],
    *,
    newest: bytes,
    after: UUID | None,
    limit: int,
) -> list[Mapping[Any, Any]]:
    """The next rows, by id, with a value that does not begin as the newest key's do."""
    table = columns[0].table
    older = or_(*(func.substr(column, 1, len(newest)) != newest for column in columns))
    rows = select(table.c.tenant_id, table.c.id, *columns).where(older)
    if after is not None:
        rows = rows.where(table.c.id > after)
    found = await tx.execute(rows.order_by(table.c.id).limit(limit).with_for_update())
    return list(found.mappings())


async def update_row(
    tx: AsyncConnection, table: Table, row_id: UUID, values: Mapping[str, bytes]
) -> None:
    await tx.execute(update(table).where(table.c.id == row_id).values(values))


async def count_by_key(platform_tx: AsyncConnection) -> dict[str, int]:
    """How many values of all communities are sealed with each key, by its name."""
    counts: Counter[str] = Counter()
    for column in SEALED:
        # See `Key.prefix`: the length of the name, then the name.
        name = func.substr(column, 2, func.get_byte(column, 0))
        found = await platform_tx.execute(
            select(name, func.count()).where(func.octet_length(column) > 0).group_by(name)
        )
        for value, count in found:
            counts[value.decode(errors="replace")] += count
    return dict(counts)
