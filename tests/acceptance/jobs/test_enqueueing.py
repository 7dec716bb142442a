"""Adding to the queue ends, whatever the database says."""

import asyncio
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError

from app.plumbing import jobs
from app.plumbing.db import Database
from tests.conftest import TestDatabase

TENANT = UUID("00000000-0000-7000-8000-000000000001")
SECONDS_MAX = 5


def enqueue(database: TestDatabase) -> None:
    async def enqueue() -> None:
        ours = Database(database.settings())
        try:
            async with asyncio.timeout(SECONDS_MAX), ours.tenant(TENANT) as tx:
                await jobs.enqueue(tx, "toy", tenant_id=TENANT, queueing_lock="one")
        finally:
            await ours.close()

    asyncio.run(enqueue())


def spoil(database: TestDatabase, script: bytes) -> None:
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute(script)


def test_another_constraint_is_not_taken_for_a_job_that_waits(database: TestDatabase) -> None:
    spoil(
        database,
        b"alter table procrastinate_jobs add constraint no_toys check (task_name <> 'toy')",
    )

    with pytest.raises(IntegrityError, match="no_toys"):
        enqueue(database)


def test_a_job_that_waits_and_is_never_seen_is_given_up(database: TestDatabase) -> None:
    """As with a row that somebody takes each time between the two looks at it."""
    spoil(
        database,
        b"""
        create function refuse() returns trigger language plpgsql as $$
        begin
            raise unique_violation using constraint = 'procrastinate_jobs_queueing_lock_idx_v1';
        end $$;
        create trigger refuse before insert on procrastinate_jobs
        for each row execute function refuse()
        """,
    )

    with pytest.raises(IntegrityError):
        enqueue(database)
