"""The background worker: `python -m app.worker`.  Any number may run."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, get_type_hints
from uuid import UUID

import structlog
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from app.audit import jobs as audit_jobs
from app.competitions import jobs as competitions_jobs
from app.exposure import jobs as exposure_jobs
from app.identity import jobs as identity_jobs
from app.identity.service.provider import Provider, connect
from app.leaderboards import jobs as leaderboards_jobs
from app.ledger import jobs as ledger_jobs
from app.limits import jobs as limits_jobs
from app.live import jobs as live_jobs
from app.notifications import gateway as notifications_gateway
from app.notifications import jobs as notifications_jobs
from app.plumbing import jobs, rate_limits, telemetry
from app.plumbing.db import Database, time_outs
from app.plumbing.settings import Settings
from app.plumbing.telemetry.scraped import Scraped
from app.plumbing.vault import Vault
from app.predictions import jobs as predictions_jobs
from app.privacy import jobs as privacy_jobs
from app.settlement import jobs as settlement_jobs

log = structlog.get_logger()

CONCURRENCY = 4
HEARTBEAT_SECONDS = 3
SWEEP_SECONDS = 3
GRACE_SECONDS = 2
LEAVE_SECONDS = 4
PERSIST_SECONDS_MAX = 15
WAIT_SECONDS_MAX = 600
# Importing a feature's jobs declares them.
FEATURES = (
    audit_jobs,
    competitions_jobs,
    exposure_jobs,
    identity_jobs,
    leaderboards_jobs,
    ledger_jobs,
    limits_jobs,
    notifications_jobs,
    predictions_jobs,
    privacy_jobs,
    live_jobs,
    settlement_jobs,
)


class WorkerStopped(Exception):
    """The library ends a worker quietly when one of its side tasks fails."""


class Backoff(BaseRetryStrategy):
    """Try again after 2, 4, 8 … seconds; then leave the job as a dead letter."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision()  # We are shutting down, which is no fault of the job's.
        tries = job.attempts + 1
        if tries >= jobs.TRIES_MAX:
            log.error("job given up", job_id=job.id, job=job.task_name, tries=tries)
            return None
        return RetryDecision(retry_in={"seconds": min(2**tries, WAIT_SECONDS_MAX)})


class PatientManager(JobManager):
    """Notes the end of a job even across a short absence of the database.

    A longer one stops the heartbeat, and with it the worker, and the sweep frees its jobs.  In
    between, a job would seem to run on a living worker for ever.
    """

    async def finish_job(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        await _patiently(lambda: super(PatientManager, self).finish_job(*args, **kwargs))

    async def retry_job(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        await _patiently(lambda: super(PatientManager, self).retry_job(*args, **kwargs))


async def _patiently(note: Callable[[], Awaitable[None]]) -> None:
    for _ in range(PERSIST_SECONDS_MAX):
        with suppress(ConnectorException):
            return await note()
        await asyncio.sleep(1)
    await note()
    return None


async def run(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM; outlast any absence of the database."""
    database = Database(settings)
    stopping = asyncio.Event()
    serving = asyncio.create_task(_serve_until(stopping, settings, database))
    loop = asyncio.get_running_loop()

    def stop() -> None:
        stopping.set()
        serving.cancel()
        # Without the database no job can be given back; another worker's sweep will free ours.
        loop.call_later(LEAVE_SECONDS, os._exit, 1)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    scraped = Scraped()
    try:
        with suppress(asyncio.CancelledError), scraped.served(settings.worker_metrics_port):
            async with scraped.watch_event_loop():
                await serving
    finally:
        await database.close()


async def _serve_until(stopping: asyncio.Event, settings: Settings, database: Database) -> None:
    # An error while shutting down hides that we were cancelled, so the event says it, too.
    while not stopping.is_set():
        try:
            await _serve(settings, database)
        except Exception:
            log.warning("worker restarts", exc_info=True)
        await asyncio.sleep(1)


async def _serve(settings: Settings, database: Database) -> None:
    async with (
        connect(settings) as provider,
        _queue(settings, database, provider).open_async() as queue,
        asyncio.TaskGroup() as together,
    ):
        together.create_task(_work(queue))
        together.create_task(_sweep_for_ever(database))


async def _work(queue: App) -> None:
    await queue.run_worker_async(
        concurrency=CONCURRENCY,
        delete_jobs="successful",
        fetch_job_polling_interval=1,
        update_heartbeat_interval=HEARTBEAT_SECONDS,
        stalled_worker_timeout=jobs.STALLED_SECONDS,
        shutdown_graceful_timeout=GRACE_SECONDS,
        install_signal_handlers=False,
    )
    raise WorkerStopped


async def _sweep_for_ever(database: Database) -> None:
    while True:
        async with database.primary.begin() as tx:
            await jobs.sweep(tx)
            await jobs.forget_effects(tx)
            await rate_limits.forget_past(tx)
        await asyncio.sleep(SWEEP_SECONDS)


def queue_connector(settings: Settings) -> PsycopgConnector:
    return PsycopgConnector(
        conninfo=settings.database_url.reveal(),
        kwargs={
            "application_name": "pointsbook-worker",
            "connect_timeout": 3,
            "options": time_outs(settings.limits),
        },
        min_size=1,
        max_size=3,
        timeout=2,
    )


def _queue(settings: Settings, database: Database, provider: Provider) -> App:
    queue = App(connector=queue_connector(settings))
    queue.job_manager = PatientManager(queue.connector)
    tools: dict[str, object] = {
        "post": notifications_gateway.connect(settings),
        "provider": provider,
        "settings": settings,
        "vault": Vault.parse(settings.field_keys),
    }
    for task in jobs.TASKS.values():
        run_task = queue.task(name=task.name, retry=Backoff(), pass_context=True)(
            _runner(task, database, tools)
        )
        if task.every:
            queue.periodic(cron=task.every, queueing_lock=task.name)(run_task)
    return queue


def _runner(
    task: jobs.Task, database: Database, tools: dict[str, object]
) -> Callable[..., Awaitable[None]]:
    # Jobs ask for these by their names, as handlers do.
    wanted = get_type_hints(task.run)
    held = {name: thing for name, thing in tools.items() if name in wanted}

    async def run_once(
        context: JobContext,
        *,
        tenant_id: str | None = None,
        arguments: dict[str, Any] | None = None,
        timestamp: int | None = None,  # noqa: ARG001 - the tick of a schedule
    ) -> None:
        job_id = context.job.id or 0
        with structlog.contextvars.bound_contextvars(job=task.name, job_id=job_id):
            given = task.arguments(arguments or {}) | held
            if not task.of_community:
                await task.run(database, **given)
                return
            async with database.tenant(UUID(tenant_id)) as tx:
                if await jobs.claim_effect(tx, job_id):
                    await task.run(tx, **given)

    return run_once


def main() -> None:
    settings = Settings.read(os.environ)
    telemetry.start("worker", settings)
    try:
        asyncio.run(run(settings))
    finally:
        telemetry.stop()
