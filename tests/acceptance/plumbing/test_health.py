"""What load balancers, scrapers and operators are told, and strangers are not."""

from collections.abc import Iterator

import psycopg
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from app.main import build_app
from tests.acceptance.world import World
from tests.conftest import TestDatabase

TOKEN = "operators-only"
OPERATOR = {"authorization": f"Bearer {TOKEN}"}
STRANGER = {"x-forwarded-for": "192.0.2.1"}


@pytest.fixture
def client(database: TestDatabase) -> Iterator[TestClient[Litestar]]:
    with TestClient(build_app(database.settings(operator_token=TOKEN))) as client:
        yield client


def test_a_process_is_ready_once_its_database_answers(world: World) -> None:
    answer = world.browser("any.where").get("/health/ready")

    assert (answer.status_code, answer.text) == (200, "ready")


def test_an_older_schema_is_not_ready_and_a_newer_one_is(
    database: TestDatabase, client: TestClient[Litestar]
) -> None:
    with psycopg.connect(database.url("owner").reveal(), autocommit=True) as owner:
        owner.execute("update alembic_version set version_num = '0000'")
        older = client.get("/health/ready")
        owner.execute("update alembic_version set version_num = '9999'")
        newer = client.get("/health/ready")

    assert (older.status_code, older.text) == (503, "not ready")
    assert (newer.status_code, newer.text) == (200, "ready")


def test_operators_learn_what_is_not_ready(
    database: TestDatabase, client: TestClient[Litestar]
) -> None:
    with psycopg.connect(database.url("owner").reveal(), autocommit=True) as owner:
        owner.execute("update alembic_version set version_num = '0000'")
        answer = client.get("/health/ready", headers=OPERATOR)

    assert answer.json()["database"] == "ok"
    assert answer.json()["migrations"].startswith("0000, not ")


def test_a_database_that_does_not_answer_is_not_waited_for(
    database: TestDatabase, client: TestClient[Litestar]
) -> None:
    with psycopg.connect(database.url("owner").reveal()) as owner:
        owner.execute("lock table alembic_version in access exclusive mode")
        answer = client.get("/health/ready", headers=OPERATOR)

    assert answer.status_code == 503
    assert answer.elapsed.total_seconds() < 2
    assert answer.json()["database"] == "no answer within 1 s"


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN[:-1]])
def test_a_wrong_token_opens_nothing(client: TestClient[Litestar], token: str) -> None:
    wrong = {"authorization": f"Bearer {token}"}
    assert client.get("/health/ready", headers=wrong).text == "ready"
    assert client.get("/metrics", headers=STRANGER | wrong).status_code == 404


def test_metrics_are_for_neighbours_and_operators(
    world: World, client: TestClient[Litestar]
) -> None:
    assert world.browser().get("/metrics").status_code == 200
    assert world.browser().get("/metrics", headers=STRANGER).status_code == 404
    assert client.get("/metrics", headers=STRANGER | OPERATOR).status_code == 200


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/plain", "text/plain; version=0.0.4; charset=utf-8"),
        ("application/openmetrics-text; version=1.0.0", "application/openmetrics-text; version=1"),
    ],
)
def test_metrics_speak_the_format_that_is_asked_for(
    world: World, accept: str, media_type: str
) -> None:
    answer = world.browser().get("/metrics", headers={"accept": accept})

    assert answer.headers["content-type"].startswith(media_type)
    assert "pointsbook_heartbeat_timestamp_seconds 1" in answer.text
