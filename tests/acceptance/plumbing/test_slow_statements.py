"""A statement that takes long is named in the log by the function that runs it."""

import threading
import time

import psycopg
from structlog.testing import capture_logs

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
