"""Who was turned away for their age, known by a keyed hash."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.players import TurnedAway
from app.identity.tables import too_young

COLUMNS = [c for c in too_young.c if c.name not in {"created_at", "updated_at"}]


async def find_too_young(tx: AsyncConnection, indexes: Iterable[bytes]) -> TurnedAway | None:
    found = await tx.execute(
        select(*COLUMNS).where(too_young.c.subject_index.in_(list(indexes))).limit(1)
    )
    row = found.mappings().one_or_none()
    return TurnedAway(**row) if row else None


async def insert_too_young(tx: AsyncConnection, turned_away: TurnedAway) -> None:
    await tx.execute(insert(too_young).values(asdict(turned_away)))


async def delete_too_young(tx: AsyncConnection, indexes: Iterable[bytes]) -> bool:
    forgotten = await tx.execute(
        delete(too_young)
        .where(too_young.c.subject_index.in_(list(indexes)))
        .returning(too_young.c.id)
    )
    return forgotten.first() is not None


async def delete_old(platform_tx: AsyncConnection, *, before: datetime) -> None:
    await platform_tx.execute(delete(too_young).where(too_young.c.created_at < before))
