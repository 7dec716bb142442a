"""A statement that takes long is named in the log by the function that runs it."""

import asyncio
import threading
import time

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from app.plumbing import jobs
from app.plumbing.db import Database
from tests.acceptance.plumbing.serving import serving
from tests.conftest import TestDatabase


def test_a_slow_statement_is_logged_with_its_name(database: TestDatabase) -> None:
    locked = threading.Event()

    def lock_for_a_moment() -> None:
        with psycopg.connect(database.url("owner").reveal()) as owner:
            owner.execute("lock table tenant in access exclusive mode")
            locked.set()
            time.sleep(0.3)

    with serving(database) as client, capture_logs() as lines:
        locker = threading.Thread(target=lock_for_a_moment)
        locker.start()
        locked.wait()
        client.get("/api/look")
        locker.join()

    slow = [line for line in lines if line["event"] == "statement slow"]
    assert [line["statement"] for line in slow] == ["app.tenants.store.find_community_at"]
    assert slow[0]["duration_s"] >= 0.1


def test_a_statement_that_runs_out_of_time_is_logged_too(database: TestDatabase) -> None:
    """And with the name of a function of plumbing, which has statements of its own."""

    async def wait_in_vain() -> None:
        ours = Database(database.settings())
        try:
            async with ours.platform() as tx:
                await tx.execute(text("set local statement_timeout = 200"))
                await jobs.list_failed(tx)
        finally:
            await ours.close()

    with psycopg.connect(database.url("owner").reveal()) as owner, capture_logs() as lines:
        owner.execute("lock table procrastinate_jobs in access exclusive mode")
        with pytest.raises(OperationalError):
            asyncio.run(wait_in_vain())

    [slow] = [line for line in lines if line["event"] == "statement slow"]
    assert slow["statement"] == "app.plumbing.jobs.list_failed"
    assert slow["error"] == "QueryCanceled"
    assert slow["duration_s"] >= 0.2
