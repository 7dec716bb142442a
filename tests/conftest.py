"""PostgreSQL for tests: one cluster a test process, cloned from one migrated template."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
import pytest

from app.development.keycloak import KeycloakServer
from app.development.postgres import Cluster
from app.plumbing import schema
from app.plumbing.settings import Secret, Settings
from tests.contracts.identity.receiver import Receiver, receiving
from tests.contracts.keycloak_server import running_keycloak

# Machines are shared and slow at times: a test fails for what it finds, never for how long it took.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=30)
hypothesis.settings.load_profile("quick")

TEMPLATE = "pointsbook_template"
numbers = count(1)


@dataclass(frozen=True, slots=True)
class TestDatabase:
    __test__ = False

    cluster: Cluster
    name: str

    def url(self, role: str) -> Secret:
        return self.cluster.url(role, self.name)

    def settings(self, **others: str) -> Settings:
        return Settings.read(self.environ(**others))

    def environ(self, **others: str) -> dict[str, str]:
        """Settings of a process on this database; `others` are names without the prefix."""
        values = {
            "environment": "test",
            "database_url": self.url("app").reveal(),
            "platform_database_url": self.url("platform").reveal(),
            "owner_database_url": self.url("owner").reveal(),
            "public_url": "http://localhost:8000",
            "keycloak_url": "http://127.0.0.1:1",
            "keycloak_web_secret": "web-secret",
            "keycloak_service_secret": "service-secret",
            "field_keys": "test:" + "A" * 43 + "=",
            # All scenarios come from one address.
            "rate_limit_times": "1000",
            # A machine that is busy with other tests is slow, not crowded.
            "wait_ms_max": "60000",
        } | others
        return {f"POINTSBOOK_{name.upper()}": value for name, value in values.items()}

    def violations(self) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url("platform").reveal()) as platform:
            return platform.execute("select * from violations()").fetchall()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    # Nothing here outlives the run, so nothing waits for the disk.
    options = {"fsync": "off", "synchronous_commit": "off", "max_connections": "200"}
    # Not below pytest's own folder, which the next run of pytest closes to everybody else.
    with tempfile.TemporaryDirectory(prefix="pointsbook-tests-") as folder:
        cluster = Cluster(Path(folder) / "postgres", options)
        cluster.start()
        cluster.create_database(TEMPLATE)
        schema.upgrade(cluster.url("owner", TEMPLATE))
        yield cluster
        cluster.stop()


@pytest.fixture(scope="session")
def made_databases() -> list[TestDatabase]:
    """All that `make_database` has made, in that order."""
    return []


@pytest.fixture(scope="session")
def make_database(
    cluster: Cluster, made_databases: list[TestDatabase]
) -> Callable[[], TestDatabase]:
    """A migrated database of one's own, in a tenth of a second."""

    def make() -> TestDatabase:
        name = f"test_{os.getpid()}_{next(numbers)}"
        cluster.create_database(name, TEMPLATE)
        database = TestDatabase(cluster, name)
        made_databases.append(database)
        return database

    return make


@pytest.fixture
def database(make_database: Callable[[], TestDatabase]) -> TestDatabase:
    return make_database()


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    """Where the realm of the real Keycloak believes Pointsbook to be."""
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="session")
def keycloak_server(
    receiver: Receiver, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KeycloakServer]:
    """The one real Keycloak of a run: tests that use it are of the xdist group `keycloak`."""
    folder = tmp_path_factory.mktemp("keycloak")
    with running_keycloak(folder, public_url=receiver.url) as server:
        yield server
