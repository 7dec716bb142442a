"""Background jobs: put into the queue in the transaction that causes them, run by workers.

A feature declares its jobs in its `jobs.py`, with `of_community` or `of_platform`; `app.worker`
runs them.  Decision 4 says why it is done like this.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

import msgspec
import structlog
from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT
from psycopg.errors import UniqueViolation
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.refusals import Missing

log = structlog.get_logger()

QUEUE = "default"
TRIES_MAX = 6
# A worker may take the job that waits between our two looks at it, but hardly each time.
ENQUEUE_TRIES_MAX = 10
# A worker says every few seconds that it lives.
STALLED_SECONDS = 15


class NoSuchJob(Missing):
    """There is no failed job with this number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A kind of job."""

    name: str
    run: Callable[..., Awaitable[None]]
    of_community: bool
    every: str | None = None

    def arguments(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """What was sent as JSON, in the types that the function asks for."""
        wanted = get_type_hints(self.run)
        return {name: msgspec.convert(value, wanted[name]) for name, value in sent.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedJob:
    """A dead letter: a job that was given up after its last try."""

    id: int
    name: str
    arguments: dict[str, Any]
    tries: int
    failed_at: datetime


TASKS: dict[str, Task] = {}
Function = TypeVar("Function", bound=Callable[..., Awaitable[None]])


def of_community(name: str) -> Callable[[Function], Function]:
    """Declare a job of one community: it gets `tx`, and its effect commits exactly once."""

    def declare(run: Function) -> Function:
        TASKS[name] = Task(name=name, run=run, of_community=True)
        return run

    return declare


def of_platform(name: str, *, every: str | None = None) -> Callable[[Function], Function]:
    """Declare a job across communities: it gets the `Database` and must bear being run twice.

    `every` is a schedule as cron writes it, in UTC; each tick makes one job, however many workers.
    """

    def declare(run: Function) -> Function:
        TASKS[name] = Task(name=name, run=run, of_community=False, every=every)
        return run

    return declare


async def enqueue(
    tx: AsyncConnection,
    name: str,
    *,
    tenant_id: UUID | None = None,
    lock: str | None = None,
    queueing_lock: str | None = None,
    schedule_at: datetime | None = None,
    priority: int = 0,
    **arguments: object,
) -> int:
    """Add a job to the queue when `tx` commits, and only then.

    Jobs of a community with the same `lock` run one after another.  Of those with the same
    name and `queueing_lock`, one waits in the queue at most: a second is the first.
    """
    row = {
        "queue": QUEUE,
        "name": name,
        "priority": priority,
        "lock": lock and f"{tenant_id}/{lock}",
        "queueing_lock": queueing_lock and f"{tenant_id}/{name}/{queueing_lock}",
        "arguments": msgspec.json.encode({"tenant_id": tenant_id, "arguments": arguments}).decode(),
        "schedule_at": schedule_at,
    }
    if queueing_lock is None:
        return await _insert(tx, row)
    for tries_left in reversed(range(ENQUEUE_TRIES_MAX)):
        if (waiting := await _hold_waiting(tx, row)) is not None:
            return waiting
        try:
            async with tx.begin_nested():
                return await _insert(tx, row)
        except IntegrityError as error:
            if not (_already_waits(error) and tries_left):
                raise
            log.info("job already waits", job=name)
    raise AssertionError


def _already_waits(error: IntegrityError) -> bool:
    """Only a duplicate that came between our two looks may be looked for again."""
    return (
        isinstance(error.orig, UniqueViolation)
        and error.orig.diag.constraint_name == QUEUEING_LOCK_CONSTRAINT
    )


async def _insert(tx: AsyncConnection, row: dict[str, object]) -> int:
    inserted = await tx.execute(
        text(
            """
            select unnest(procrastinate_defer_jobs_v1(array[
                row(:queue, :name, :priority, :lock, :queueing_lock,
                    cast(:arguments as jsonb), cast(:schedule_at as timestamptz)
                )::procrastinate_job_to_defer_v1
            ]))
            """
        ),
        row,
    )
    return int(inserted.scalar_one())


async def _hold_waiting(tx: AsyncConnection, row: dict[str, object]) -> int | None:
    # Workers skip rows that are locked.  Otherwise one might run the waiting job before we
    # commit, and nobody would look at what we wrote.
    found = await tx.execute(
        text(
            "select id from procrastinate_jobs"
            " where queueing_lock = :queueing_lock and status = 'todo' for share"
        ),
        row,
    )
    return found.scalar_one_or_none()


async def claim_effect(tx: AsyncConnection, job_id: int) -> bool:
    """Say that `tx` is the effect of this job; false if an earlier try committed already.

    A second try that runs at the same time waits here until the first has ended.
    """
    claimed = await tx.execute(
        text(
            "insert into job_effect (job_id) values (:job_id)"
            " on conflict do nothing returning job_id"
        ),
        {"job_id": job_id},
    )
    return claimed.scalar_one_or_none() is not None


async def sweep(tx: AsyncConnection) -> None:
    """Put jobs whose worker died back into the queue; give up those that keep killing workers."""
    stalled = await tx.execute(
        text(
            """
            with stalled as (
                select j.id, j.task_name, j.attempts + 1 >= :tries_max as given_up
                from procrastinate_jobs j
                left join procrastinate_workers w on w.id = j.worker_id
                where j.status = 'doing'
                  and (w.id is null
                       or w.last_heartbeat < clock_timestamp() - make_interval(secs => :seconds))
                for update of j skip locked
            )
            select id, task_name, given_up,
                   case when given_up then procrastinate_finish_job_v1(id, 'failed', false)
                        else procrastinate_retry_job_v2(id, clock_timestamp(), null, null, null)
                   end
            from stalled
            """
        ),
        {"tries_max": TRIES_MAX, "seconds": STALLED_SECONDS},
    )
    for job in stalled:
        log.warning("job stalled", job_id=job.id, job=job.task_name, given_up=job.given_up)


async def forget_effects(tx: AsyncConnection) -> None:
    """A job that has left the queue will not be tried again, so its effect needs no mark."""
    await tx.execute(
        text(
            "delete from job_effect e"
            " where not exists (select from procrastinate_jobs j where j.id = e.job_id)"
        )
    )


async def measure(tx: AsyncConnection) -> dict[str, int]:
    """How many jobs there are of each status that is worth knowing."""
    found = await tx.execute(
        text(
            """
            select status::text,
                   (select count(*) from procrastinate_jobs j where j.status = s.status)
            from unnest(array['todo', 'doing', 'failed']::procrastinate_job_status[]) as s (status)
            """
        )
    )
    return {row[0]: row[1] for row in found}


async def list_failed(tx: AsyncConnection) -> list[FailedJob]:
    found = await tx.execute(
        text(
            """
            select j.id, j.task_name as name, j.args as arguments, j.attempts as tries,
                   (select max(e.at) from procrastinate_events e
                    where e.job_id = j.id and e.type = 'failed') as failed_at
            from procrastinate_jobs j
            where j.status = 'failed'
            order by j.id
            """
        )
    )
    return [FailedJob(**row) for row in found.mappings()]


async def retry(tx: AsyncConnection, job_id: int) -> None:
    """Give a dead letter one more try."""
    found = await tx.execute(
        text("select id from procrastinate_jobs where id = :id and status = 'failed' for update"),
        {"id": job_id},
    )
    if found.scalar_one_or_none() is None:
        raise NoSuchJob(job_id=job_id)
    await tx.execute(
        text("select procrastinate_retry_job_v2(:id, clock_timestamp(), null, null, null)"),
        {"id": job_id},
    )
