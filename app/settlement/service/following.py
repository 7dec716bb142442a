"""Following runs while they go on, and after."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.settlement.rules.runs import NoSuchRun, Run, RunState
from app.settlement.store import progress


async def list_runs(
    tx: AsyncConnection,
    *,
    state: RunState | None = None,
    event_id: UUID | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int,
) -> list[Run]:
    """The newest first."""
    return await progress.list_runs(tx, state=state, event_id=event_id, after=after, limit=limit)


async def get_run(tx: AsyncConnection, run_id: UUID) -> Run:
    run = await progress.find_run(tx, run_id)
    if run is None:
        raise NoSuchRun(run_id=run_id)
    return run
