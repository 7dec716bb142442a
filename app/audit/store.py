"""The audit chain in PostgreSQL.  All of its SQL is here."""

from uuid import UUID

from sqlalchemy import Uuid, func, select, text, tuple_, union
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import GENESIS, Act, Filter, Head, Row, write
from app.audit.tables import audit, audit_checkpoints, audit_heads

# The community of the transaction, whoever acts in it: a superadmin acts in any of them.
CURRENT_TENANT = func.current_setting("app.tenant_id").cast(Uuid)


async def append(tx: AsyncConnection, act: Act) -> None:
    """Add the act to the transaction's community's chain, and hold its head until we commit.

    The place in the chain, the time and the hash are the database's to give.
    """
    await tx.execute(select(func.append_audit(write(act))))


async def read_snapshot(tx: AsyncConnection) -> None:
    """Show the whole transaction one moment, or rows added meanwhile would look like breaks."""
    await tx.execute(text("set transaction isolation level repeatable read"))


async def list_heads(tx: AsyncConnection) -> dict[UUID, Head]:
    """The head that each community with any trace of a chain should have."""
    traces = union(
        select(audit.c.tenant_id), select(audit_heads.c.tenant_id),
        select(audit_checkpoints.c.tenant_id),
    ).subquery()  # fmt: skip
    found = await tx.execute(
        select(traces.c.tenant_id, audit_heads.c.seq, audit_heads.c.hash)
        .join_from(traces, audit_heads, audit_heads.c.tenant_id == traces.c.tenant_id, isouter=True)
        .order_by(traces.c.tenant_id)
    )
    return {
        row.tenant_id: GENESIS if row.seq is None else Head(seq=row.seq, hash=row.hash)
        for row in found
    }


async def list_checkpoints(tx: AsyncConnection, tenant_id: UUID) -> dict[int, bytes]:
    found = await tx.execute(
        select(audit_checkpoints.c.seq, audit_checkpoints.c.hash).where(
            audit_checkpoints.c.tenant_id == tenant_id
        )
    )
    return {row.seq: row.hash for row in found}


async def list_newest(tx: AsyncConnection, wanted: Filter, limit: int) -> list[Row]:
    """The newest rows of the community, before `wanted.before`."""
    query = select(audit).where(audit.c.tenant_id == CURRENT_TENANT)
    if wanted.before is not None:
        query = query.where(audit.c.seq < wanted.before)
    if wanted.action is not None:
        query = query.where(audit.c.action == wanted.action)
    if wanted.by is not None:
        who = audit.c.record.cast(JSONB)["act"]["who"]["subject"]
        query = query.where(who.astext == wanted.by)
    if wanted.since is not None:
        query = query.where(audit.c.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(audit.c.at < wanted.until)
    found = await tx.execute(query.order_by(audit.c.seq.desc()).limit(limit))
    return [Row(**row) for row in found.mappings()]


async def list_next(
    tx: AsyncConnection, tenant_id: UUID, *, after: Row | None, limit: int
) -> list[Row]:
    query = select(audit).where(audit.c.tenant_id == tenant_id)
    if after:
        # Both, since a tampered chain may hold a number twice.
        query = query.where(tuple_(audit.c.seq, audit.c.at) > (after.seq, after.at))
    found = await tx.execute(query.order_by(audit.c.seq, audit.c.at).limit(limit))
    return [Row(**row) for row in found.mappings()]


async def list_actions(tx: AsyncConnection) -> list[str]:
    found = await tx.execute(
        select(audit.c.action)
        .where(audit.c.tenant_id == CURRENT_TENANT)
        .distinct()
        .order_by(audit.c.action)
    )
    return list(found.scalars())


async def write_checkpoints(tx: AsyncConnection) -> dict[UUID, Head]:
    """Keep every community's head that has moved since the last time."""
    found = await tx.execute(
        upsert(audit_checkpoints)
        .from_select(
            ["tenant_id", "seq", "hash"],
            select(audit_heads.c.tenant_id, audit_heads.c.seq, audit_heads.c.hash).where(
                audit_heads.c.seq > GENESIS.seq
            ),
            include_defaults=False,
        )
        .on_conflict_do_nothing()
        .returning(audit_checkpoints.c.tenant_id, audit_checkpoints.c.seq, audit_checkpoints.c.hash)
    )
    return {row.tenant_id: Head(seq=row.seq, hash=row.hash) for row in found}


async def make_partitions(tx: AsyncConnection, *, months: int) -> None:
    await tx.execute(select(func.make_audit_partitions(months)))
