"""How far runs have come."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from app.settlement.rules.runs import Part, PartKind, Progress, Run, RunState
from app.settlement.tables import settlement_parts, settlement_runs

COLUMNS = [settlement_runs.c[name] for name in Run.__slots__ if name != "parts"]


async def list_runs(
    tx: AsyncConnection,
    *,
    state: RunState | None,
    event_id: UUID | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Run]:
    """The newest first."""
    runs = settlement_runs.c
    query = select(*COLUMNS).order_by(runs.created_at.desc(), runs.id.desc()).limit(limit)
    if state is not None:
        query = query.where(runs.state == state)
    if event_id is not None:
        query = query.where(runs.event_id == event_id)
    if after is not None:
        query = query.where(tuple_(runs.created_at, runs.id) < after)
    return await _with_parts(tx, (await tx.execute(query)).mappings().all())


async def find_run(tx: AsyncConnection, run_id: UUID) -> Run | None:
    query = select(*COLUMNS).where(settlement_runs.c.id == run_id)
    found = await _with_parts(tx, (await tx.execute(query)).mappings().all())
    return found[0] if found else None


async def _with_parts(tx: AsyncConnection, rows: Sequence[Mapping[Any, Any]]) -> list[Run]:
    parts = settlement_parts.c
    query = (
        select(settlement_parts)
        .where(parts.run_id.in_([row["id"] for row in rows]))
        .order_by(parts.run_id, parts.kind, parts.subject_id)
    )
    of_runs: dict[UUID, list[Progress]] = {row["id"]: [] for row in rows}
    for row in (await tx.execute(query)).mappings():
        of_runs[row["run_id"]].append(_progress(row))
    return [
        Run(**dict(row) | {"state": RunState(row["state"])}, parts=tuple(of_runs[row["id"]]))
        for row in rows
    ]


def _progress(row: Mapping[Any, Any]) -> Progress:
    return Progress(
        part=Part(run_id=row["run_id"], kind=PartKind(row["kind"]), subject_id=row["subject_id"]),
        total=row["total"],
        done=row["done"],
        changed=row["changed"],
        moved=row["moved"],
        began_at=row["created_at"],
        went_on_at=row["updated_at"],
        finished_at=row["finished_at"],
    )
