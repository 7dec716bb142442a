"""Runs: begun by a ruling, taken up part by part by any worker, and finished as a whole.

Nothing is replayed or undone.  What is in force is one thing, what the bets are is another, and a
run writes the differences; see decision 15.
"""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing import failpoints, jobs
from app.plumbing.ids import new_id
from app.settlement.rules.runs import Cause, Part, PartKind
from app.settlement.service import measuring
from app.settlement.service.confirming import get_ruling
from app.settlement.service.grading import grade_markets
from app.settlement.service.lines import Step, bring_market_into_line
from app.settlement.service.postponing import judge_put_off
from app.settlement.service.scoring import (
    bring_answers_into_line,
    bring_predictions_into_line,
)
from app.settlement.service.sharing import bring_pool_into_line
from app.settlement.store import parts, pools, runs

log = structlog.get_logger()

BEGUN = failpoints.declare("settle.run.begun")
ADVANCED = failpoints.declare("settle.part.advanced")
TOLD = failpoints.declare("settle.run.told")
FINISHED = failpoints.declare("settle.run.finished")

# How each kind of part takes its next step, after the bet that it has come to.
STEPS: Mapping[PartKind, Callable[[AsyncConnection, Part, UUID | None], Awaitable[Step]]] = {
    PartKind.MARKET: bring_market_into_line,
    PartKind.POOL: bring_pool_into_line,
    PartKind.PREDICTIONS: bring_predictions_into_line,
    PartKind.BONUS: bring_answers_into_line,
}


async def begin_run_of(tx: AsyncConnection, ruling_tenant_id: UUID, ruling_id: UUID) -> None:
    """Bring the community into line with a ruling that was confirmed.  Once is enough."""
    cause = await runs.find_cause(tx, ruling_tenant_id, ruling_id)
    if cause is None:
        return
    if ruling_tenant_id != await runs.find_community(tx):
        # Whoever confirmed it graded their own markets, and here may be others on the event.
        await grade_markets(tx, await get_ruling(tx, ruling_id))
    await begin_run(tx, cause)


async def begin_run(tx: AsyncConnection, cause: Cause) -> UUID:
    """Make a run with its parts, and a job for each; the earlier ones on the event end with it."""
    await runs.lock_event(tx, cause.event_id)
    if cause.ruling_id is not None and (earlier := await runs.find_run_of(tx, cause)):
        return earlier

    await judge_put_off(tx, cause.event_id)
    run_id = new_id()
    await runs.insert_run(tx, run_id, cause)
    overtaken = await runs.overtake(tx, run_id, cause)
    made = await parts.insert_parts(tx, run_id, cause, overtaken=overtaken, kinds=STEPS.keys())
    await _enqueue(tx, made)
    await BEGUN.reach()
    log.info("settlement begun", run_id=run_id, event_id=cause.event_id, count=len(made))
    await finish_run(tx, run_id)
    return run_id


async def share_anew(tx: AsyncConnection, pool_id: UUID) -> UUID:
    """A run for a pool into which another was carried over after it had been shared out."""
    event = await pools.find_event(tx, pool_id)
    return await begin_run(tx, Cause(**event, reason="carried over"))


async def begin_bonus_run(
    tx: AsyncConnection, question_id: UUID, *, reason: str | None = None
) -> UUID:
    """A run of one part: the answers to a bonus question."""
    run_id = new_id()
    await runs.insert_bonus_run(tx, run_id, question_id, reason=reason)
    part = Part(run_id=run_id, kind=PartKind.BONUS, subject_id=question_id)
    await parts.add_part(tx, part, total=1)
    await _enqueue(tx, [part])
    return run_id


async def work_part(tx: AsyncConnection, part: Part) -> Step | None:
    """Take the part's next step; None if nothing is left to do."""
    await parts.lock_part(tx, part)
    going_on, after = await parts.find_open_part(tx, part)
    if not going_on:
        return None
    step = await STEPS[part.kind](tx, part, after)
    await parts.advance_part(
        tx,
        part,
        last=step.last,
        done=step.done,
        changed=step.change.bets,
        moved=step.change.moved,
        finished=step.finished,
    )
    await ADVANCED.reach()
    return step


async def finish_run(tx: AsyncConnection, run_id: UUID) -> bool:
    """After the last part: tell the players, move the standings.  True if this was it."""
    await runs.lock_run(tx, run_id)
    if not await runs.is_done(tx, run_id):
        return False

    await runs.insert_messages(tx, run_id)
    await TOLD.reach()
    community_id = await runs.find_community(tx)
    for competition_id in await runs.list_competitions(tx, run_id):
        await jobs.enqueue(
            tx,
            "leaderboards.refresh",
            tenant_id=community_id,
            queueing_lock=str(competition_id),
            competition_id=competition_id,
        )
    seconds, since_ruling = await runs.finish_run(tx, run_id)
    await FINISHED.reach()
    measuring.report_run(seconds=seconds, since_ruling=since_ruling)
    log.info("settlement finished", run_id=run_id, duration_s=round(seconds, 1))
    return True


async def _enqueue(tx: AsyncConnection, waiting: list[Part]) -> None:
    community_id = await runs.find_community(tx)
    for part in waiting:
        await jobs.enqueue(
            tx,
            "settlement.work",
            tenant_id=community_id,
            community_id=community_id,
            run_id=part.run_id,
            kind=part.kind,
            subject_id=part.subject_id,
        )
