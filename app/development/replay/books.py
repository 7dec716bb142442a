"""What the database says of a replay: whether all is well, and what was moved."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import text

from app.development.replay.report import Moved
from app.plumbing import jobs
from app.plumbing.db import Database

QUIET_SECONDS_MAX = 120
LOOK_SECONDS = 0.2
LOOKS = 3
MOVED = text(
    "select kind, count(*), sum(points)::bigint from transfer where tenant_id = :tenant_id"
    " group by kind"
)


async def await_quiet(database: Database) -> Mapping[str, int]:
    """Wait until no job waits or runs, twice and more in a row; returns what was left."""
    quiet, counts = 0, {"todo": 0, "doing": 0, "failed": 0}
    for _ in range(round(QUIET_SECONDS_MAX / LOOK_SECONDS)):
        async with database.primary.begin() as tx:
            counts = await jobs.measure(tx)
        quiet = 0 if counts["todo"] or counts["doing"] else quiet + 1
        if quiet == LOOKS:
            break
        await asyncio.sleep(LOOK_SECONDS)
    return counts


async def list_violations(database: Database) -> Sequence[str]:
    async with database.platform() as tx:
        await tx.execute(text("set local statement_timeout = 0"))
        found = await tx.execute(text("select * from violations()"))
        return [": ".join(str(value) for value in row) for row in found]


async def list_moved(database: Database, tenant_id: UUID) -> Mapping[str, Moved]:
    async with database.platform() as tx:
        found = await tx.execute(MOVED, {"tenant_id": tenant_id})
        return {kind: Moved(count=count, points=points) for kind, count, points in found}
