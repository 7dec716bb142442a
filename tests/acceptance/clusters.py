"""A PostgreSQL of a test's own, to stop and start again: nobody else misses it."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.development.postgres import Cluster
from app.plumbing import schema
from tests.conftest import TestDatabase

NAME = "away"


@contextmanager
def database_of_its_own(folder: Path) -> Iterator[TestDatabase]:
    folder.chmod(0o755)
    cluster = Cluster(folder / "postgres", {"fsync": "off"})
    cluster.start()
    try:
        cluster.create_database(NAME)
        schema.upgrade(cluster.url("owner", NAME))
        yield TestDatabase(cluster, NAME)
    finally:
        cluster.stop()


def crash(database: TestDatabase, folder: Path) -> None:
    """As if it had been killed: nothing is finished, and what was promised must be in its log."""
    note = folder / "postgres" / "data" / "postmaster.pid"
    os.kill(int(note.read_text().splitlines()[0]), signal.SIGQUIT)
    database.cluster.stop()


def start_again(cluster: Cluster) -> None:
    # Stopping removes the folder of the socket, whose place the application knows.
    Path(cluster.url("app", NAME).reveal().split("host=")[1]).mkdir()
    cluster.start()
