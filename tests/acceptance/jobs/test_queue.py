"""The queue with real workers: processes that are stopped, killed and cut off."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql
from sqlalchemy.ext.asyncio import AsyncConnection

from app.cli import main
from app.plumbing import jobs
from app.plumbing.db import Database
from tests.conftest import TestDatabase

TENANT = UUID("00000000-0000-7000-8000-000000000001")


class Oops(Exception):
    pass


class Factory:
    """A database with the toy table, and worker processes on it."""

    def __init__(self, database: TestDatabase) -> None:
        self.database = database
        self.settings = database.settings()
        self.environ = database.environ()
        self._workers: list[subprocess.Popen[bytes]] = []
        with psycopg.connect(database.url("owner").reveal()) as owner:
            owner.execute("create table toy (note text, worker bigint)")
            owner.execute("grant select, insert on toy to pointsbook_app")

    def start(self, **environ: str) -> subprocess.Popen[bytes]:
        before = self.ask("select count(*) from procrastinate_workers")
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.acceptance.jobs.toy_worker"],
            env=os.environ | self.environ | {"TOY_SECONDS": "0"} | environ,
        )
        self._workers.append(worker)
        self.wait("select count(*) from procrastinate_workers", lambda rows: rows != before)
        return worker

    def stop(self) -> None:
        for worker in self._workers:
            worker.kill()
            worker.wait()
        # The invariants are looked at now.
        self.admit(connections=True)

    def transact(self, use: Callable[[AsyncConnection], Coroutine[Any, Any, None]]) -> None:
        async def transact() -> None:
            database = Database(self.settings)
            try:
                async with database.tenant(TENANT) as tx:
                    await use(tx)
            finally:
                await database.close()

        asyncio.run(transact())

    def enqueue(self, name: str, **options: Any) -> None:  # noqa: ANN401
        async def enqueue(tx: AsyncConnection) -> None:
            await jobs.enqueue(tx, name, tenant_id=TENANT, **options)

        self.transact(enqueue)

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database.url("postgres").reveal()) as superuser:
            # Without values, the % of a `like` stands for itself.
            return superuser.execute(question.encode(), values or None).fetchall()

    def wait(
        self, question: str, satisfied: Callable[[list[tuple[Any, ...]]], bool], seconds: float = 30
    ) -> float:
        started = time.monotonic()
        while not satisfied(rows := self.ask(question)):
            assert time.monotonic() < started + seconds, f"still {rows}"
            time.sleep(0.05)
        return time.monotonic() - started

    def notes(self) -> list[str]:
        return [note for (note,) in self.ask("select note from toy order by note")]

    def admit(self, *, connections: bool) -> None:
        """Let the database answer, or not."""
        server = self.database.url("postgres").reveal().replace(self.database.name, "postgres")
        with psycopg.connect(server, autocommit=True) as superuser:
            superuser.execute(
                sql.SQL("alter database {} allow_connections {}").format(
                    sql.Identifier(self.database.name), sql.Literal(connections)
                )
            )
            superuser.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s",
                [self.database.name],
            )

    def wait_for_notes(self, *notes: str, seconds: float = 30) -> float:
        return self.wait(
            "select note from toy order by note",
            lambda rows: [row[0] for row in rows] == sorted(notes),
            seconds,
        )

    def wait_until_doing(self) -> None:
        self.wait(
            "select 1 from procrastinate_jobs where status = 'doing' and task_name = 'toy.slow'",
            bool,
        )

    def wait_until_idle(self) -> None:
        self.wait(
            "select id from procrastinate_jobs"
            " where status in ('todo', 'doing') and task_name <> 'toy.tick'",
            lambda rows: not rows,
        )

    def run(self, *command: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, command, env=self.environ)
        return done.exit_code, done.output


@pytest.fixture
def factory(database: TestDatabase) -> Iterator[Factory]:
    factory = Factory(database)
    yield factory
    factory.stop()


def test_a_job_of_a_rolled_back_transaction_never_runs(factory: Factory) -> None:
    async def change_my_mind(tx: AsyncConnection) -> None:
        await jobs.enqueue(tx, "toy.note", tenant_id=TENANT, note="regret")
        raise Oops

    with pytest.raises(Oops):
        factory.transact(change_my_mind)
    factory.enqueue("toy.note", note="intent")
    factory.start()

    factory.wait_for_notes("intent")
    factory.wait_until_idle()
    assert factory.notes() == ["intent"]


def test_the_job_of_a_killed_worker_is_finished_once_by_another(factory: Factory) -> None:
    doomed = factory.start(TOY_SECONDS="60")
    factory.enqueue("toy.slow", note="slow", number=UUID(int=7))
    factory.wait_until_doing()
    doomed.kill()
    factory.start()

    waited = factory.wait_for_notes("slow 7", seconds=60)

    factory.wait_until_idle()
    assert factory.notes() == ["slow 7"]
    assert waited < 30


def test_a_job_that_committed_before_its_worker_died_is_not_done_again(factory: Factory) -> None:
    factory.enqueue("toy.note", note="once")
    factory.ask("insert into job_effect (job_id) select id from procrastinate_jobs returning 1")
    factory.start()

    factory.wait_until_idle()

    assert factory.notes() == []


def test_a_stopped_worker_leaves_within_five_seconds_and_gives_its_job_back(
    factory: Factory,
) -> None:
    worker = factory.start(TOY_SECONDS="60")
    factory.enqueue("toy.slow", note="slow", number=UUID(int=7))
    factory.wait_until_doing()
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(8) == 0

    factory.start()
    factory.wait_for_notes("slow 7", seconds=30)


def test_an_idle_worker_leaves_at_once(factory: Factory) -> None:
    worker = factory.start()
    worker.send_signal(signal.SIGINT)

    # Busy machines are slow; a worker that did not leave by itself would be ended with status 1.
    assert worker.wait(8) == 0


def test_a_poisoned_job_is_given_up_while_the_queue_moves(factory: Factory) -> None:
    factory.enqueue("toy.poison", lock="a")
    factory.ask("update procrastinate_jobs set attempts = 5 returning 1")
    factory.enqueue("toy.note", note="same lock", lock="a")
    factory.enqueue("toy.note", note="no lock")
    factory.start()

    factory.wait_for_notes("no lock", "same lock")

    [(job_id,)] = factory.ask("select id from procrastinate_jobs where status = 'failed'")
    _, output = factory.run("jobs", "list", "--failed")
    assert output.startswith(f"{job_id}\ttoy.poison\t6 tries\t")
    assert factory.run("jobs", "list")[1].endswith("failed\t1\n")


@pytest.mark.parametrize(("earlier_tries", "fate"), [(4, "todo"), (5, "failed")])
def test_a_job_that_keeps_killing_its_workers_is_given_up(
    factory: Factory, earlier_tries: int, fate: str
) -> None:
    factory.enqueue("toy.note", note="deadly")
    factory.ask("insert into procrastinate_workers values (default, '-infinity') returning 1")
    factory.ask(
        "update procrastinate_jobs set status = 'doing', attempts = %s,"
        " worker_id = (select id from procrastinate_workers) returning 1",
        earlier_tries,
    )

    factory.transact(jobs.sweep)

    assert factory.ask("select status::text from procrastinate_jobs") == [(fate,)]


def test_the_job_of_a_living_worker_is_left_alone(factory: Factory) -> None:
    factory.enqueue("toy.note", note="slow")
    factory.ask("insert into procrastinate_workers default values returning 1")
    factory.ask(
        "update procrastinate_jobs set status = 'doing',"
        " worker_id = (select id from procrastinate_workers) returning 1"
    )

    factory.transact(jobs.sweep)

    assert factory.ask("select status::text from procrastinate_jobs") == [("doing",)]


def test_a_failed_try_is_followed_by_another_later(factory: Factory) -> None:
    factory.enqueue("toy.poison")
    factory.start()

    factory.wait(
        "select attempts, scheduled_at > now() from procrastinate_jobs"
        " where task_name = 'toy.poison' and status = 'todo'",
        lambda rows: rows == [(1, True)],
    )


def test_a_dead_letter_may_be_tried_again(factory: Factory) -> None:
    factory.enqueue("toy.note", note="second chance")
    factory.ask("update procrastinate_jobs set status = 'failed' returning 1")
    [(job_id,)] = factory.ask("select id from procrastinate_jobs")

    assert factory.run("jobs", "retry", str(job_id)) == (
        0,
        f"Job {job_id} waits in the queue again.\n",
    )
    assert factory.run("jobs", "retry", str(job_id)) == (
        1,
        f"Error: There is no failed job with this number. (job_id: {job_id})\n",
    )

    factory.start()
    factory.wait_for_notes("second chance")


def test_of_jobs_with_one_queueing_lock_one_waits(factory: Factory) -> None:
    for note in ("first", "second"):
        factory.enqueue("toy.note", note=note, queueing_lock="same")
    factory.enqueue("toy.note", note="other", queueing_lock="other")
    factory.start()

    factory.wait_for_notes("first", "other")
    factory.wait_until_idle()
    assert factory.notes() == ["first", "other"]


def test_a_waiting_job_that_somebody_counts_on_waits_for_their_commit(factory: Factory) -> None:
    async def count_on_the_first(tx: AsyncConnection) -> None:
        await jobs.enqueue(tx, "toy.note", tenant_id=TENANT, note="second", queueing_lock="same")
        factory.start()
        await jobs.enqueue(tx, "toy.note", tenant_id=TENANT, note="after")
        await asyncio.sleep(1)
        assert factory.notes() == []

    factory.enqueue("toy.note", note="first", queueing_lock="same")
    factory.transact(count_on_the_first)

    factory.wait_for_notes("first", "after")


def test_a_retry_does_not_collide_with_the_job_that_waits_since(factory: Factory) -> None:
    worker = factory.start(TOY_SECONDS="60")
    for number in (1, 2):
        factory.enqueue("toy.slow", note="slow", number=UUID(int=number), queueing_lock="same")
        factory.wait_until_doing()
        time.sleep(0.2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(8) == 0

    factory.start()

    factory.wait_for_notes("slow 1", "slow 2")


def test_a_worker_outlasts_the_loss_of_its_connections(factory: Factory) -> None:
    factory.start()
    factory.ask(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and application_name like 'pointsbook%'"
    )

    factory.enqueue("toy.note", note="still here")

    factory.wait_for_notes("still here")


def test_a_worker_outlasts_the_absence_of_the_database(factory: Factory) -> None:
    factory.start()
    factory.admit(connections=False)
    time.sleep(8)
    factory.admit(connections=True)

    factory.enqueue("toy.note", note="still here")

    factory.wait_for_notes("still here", seconds=30)


def test_a_worker_can_be_stopped_while_the_database_is_away(factory: Factory) -> None:
    worker = factory.start()
    factory.admit(connections=False)
    time.sleep(1)
    worker.send_signal(signal.SIGTERM)

    worker.wait(5)


def test_each_tick_of_a_schedule_makes_one_run_however_many_workers(factory: Factory) -> None:
    factory.start(TOY_TICKS="1")
    factory.start(TOY_TICKS="1")
    [(before,)] = factory.ask("select count(*) from toy")

    time.sleep(5)

    [(after,)] = factory.ask("select count(*) from toy")
    assert 4 <= after - before <= 6
