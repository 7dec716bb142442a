"""PostgreSQL goes away under the running application, or gives no more connections."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from litestar import get
from litestar.datastructures import State
from sqlalchemy import text

from app.plumbing.access import anyone
from app.plumbing.db import Database
from tests.acceptance.clusters import database_of_its_own, start_again
from tests.acceptance.plumbing.serving import serving
from tests.conftest import TestDatabase

RECOVERY_SECONDS_MAX = 10
# The time-outs of production, which asks for all of this.
PUBLIC = {
    "environment": "production",
    "public_url": "https://play.example",
    "base_domain": "play.example",
    "keycloak_public_url": "https://id.example",
    "operator_token": "operator-token",
}


@get("/hold", guards=[anyone], opt={"any_host": True})
async def hold(state: State) -> str:
    database: Database = state.database
    async with database.primary.begin() as tx:
        await tx.execute(text("select pg_sleep(4)"))
    return "done"


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[TestDatabase]:
    """On a cluster of its own, which nobody else misses."""
    with database_of_its_own(tmp_path) as database:
        yield database


def test_the_database_goes_and_comes_back(own_database: TestDatabase) -> None:
    with serving(own_database) as client:
        assert client.get("/api/look").text == "seen"

        own_database.cluster.stop()
        time.sleep(1.1)  # A community is remembered for a second.
        meanwhile = [client.get("/api/look") for _ in range(10)]
        page = client.get("/api/look", headers={"accept": "text/html"})
        ready = client.get("/health/ready")
        live = client.get("/health/live")

        assert {answer.status_code for answer in meanwhile} == {503}
        assert meanwhile[0].json()["type"] == "/problems/database-away"
        assert int(meanwhile[0].headers["retry-after"]) > 0
        assert max(answer.elapsed.total_seconds() for answer in meanwhile) < 2
        assert page.status_code == ready.status_code == 503
        assert live.status_code == 200

        start_again(own_database.cluster)

        assert seconds_until_seen(client) < RECOVERY_SECONDS_MAX
        assert {client.get("/api/look").status_code for _ in range(10)} == {200}
        assert client.get("/health/ready").status_code == 200


def test_no_free_connection_is_said_quickly(database: TestDatabase) -> None:
    with (
        serving(database, [hold], pool_size="1", **PUBLIC) as client,
        ThreadPoolExecutor() as others,
    ):
        holder = others.submit(client.get, "/hold")
        time.sleep(0.5)
        answer = client.get("/api/look")

        assert answer.status_code == 503
        assert answer.elapsed.total_seconds() < 3
        assert "retry-after" in answer.headers
        assert holder.result().text == "done"
        assert client.get("/api/look").status_code == 200


def seconds_until_seen(client: httpx.Client) -> float:
    before = time.monotonic()
    while client.get("/api/look").status_code != 200:
        assert time.monotonic() - before < RECOVERY_SECONDS_MAX, "it did not recover"
        time.sleep(0.1)
    return time.monotonic() - before
