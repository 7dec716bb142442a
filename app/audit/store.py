"""The audit chain in PostgreSQL.  All of its SQL is here."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, func, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import GENESIS, Head, Row
from app.audit.tables import audit, audit_heads

# The community of the transaction, whoever acts in it: a superadmin acts in any of them.
CURRENT_TENANT = func.current_setting("app.tenant_id").cast(Uuid)


async def lock_head(tx: AsyncConnection) -> tuple[UUID, Head, datetime]:
    """The community, its head held until we commit, and the time after the wait for it."""
    found = await tx.execute(
        upsert(audit_heads)
        .values(tenant_id=CURRENT_TENANT, seq=GENESIS.seq, hash=GENESIS.hash)
        # An update that changes nothing locks the row and shows it as it is after the wait.
        .on_conflict_do_update(index_elements=["tenant_id"], set_={"seq": audit_heads.c.seq})
        .returning(
            audit_heads.c.tenant_id,
            audit_heads.c.seq,
            audit_heads.c.hash,
            func.clock_timestamp().label("now"),
        )
    )
    row = found.one()
    return row.tenant_id, Head(seq=row.seq, hash=row.hash), row.now


async def append(tx: AsyncConnection, row: Row) -> None:
    await tx.execute(insert(audit).values(asdict(row)))
    await tx.execute(
        update(audit_heads)
        .where(audit_heads.c.tenant_id == row.tenant_id)
        .values(seq=row.seq, hash=row.hash)
    )
