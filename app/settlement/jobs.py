"""Settlement by workers: a job begins a run, and one a part goes through its bets."""

import time
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing import failpoints, jobs
from app.plumbing.db import Database
from app.settlement.rules.runs import Part, PartKind
from app.settlement.service import entering, measuring, overdue, running
from app.tenants import service as tenants
from app.tenants.rules import PLATFORM_ID

COMMITTED = failpoints.declare("settle.chunk.committed")


@jobs.of_community("settlement.begin")
async def begin(tx: AsyncConnection, *, ruling_tenant_id: UUID, ruling_id: UUID) -> None:
    await running.begin_run_of(tx, ruling_tenant_id, ruling_id)


@jobs.of_community("settlement.share_anew")
async def share_anew(tx: AsyncConnection, *, pool_id: UUID) -> None:
    await running.share_anew(tx, pool_id)


@jobs.of_platform("settlement.work")
async def work(
    database: Database, *, community_id: UUID, run_id: UUID, kind: PartKind, subject_id: UUID
) -> None:
    """A transaction a step, so that whoever takes over a dead worker's job finds what it did."""
    part = Part(run_id=run_id, kind=kind, subject_id=subject_id)
    going = True
    while going:
        began = time.monotonic()
        with measuring.traced(part):
            async with database.tenant(community_id) as tx:
                step = await running.work_part(tx, part)
        await COMMITTED.reach()
        if step is not None:
            measuring.report_step(part, step, seconds=time.monotonic() - began)
        going = step is not None and not step.finished
    async with database.tenant(community_id) as tx:
        await running.finish_run(tx, run_id)


@jobs.of_community("settlement.enter_imported")
async def enter_imported(tx: AsyncConnection) -> None:
    await entering.enter_imported(tx)


@jobs.of_platform("settlement.settle_overdue", every="*/5 * * * *")
async def settle_overdue(database: Database) -> None:
    """A job a community, so that one that fails holds up no other."""
    async with database.tenant(PLATFORM_ID) as tx:
        for community, _ in await tenants.list_communities(tx):
            await jobs.enqueue(
                tx,
                "settlement.settle_overdue_of",
                tenant_id=community.id,
                queueing_lock="settle_overdue",
            )


@jobs.of_community("settlement.settle_overdue_of")
async def settle_overdue_of(tx: AsyncConnection) -> None:
    await overdue.settle_overdue(tx)
