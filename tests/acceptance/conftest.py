"""Shared by all acceptance tests: the world, and the invariants after each of them."""

from collections.abc import Callable, Iterator

import pytest

from app.plumbing.telemetry import logs
from tests.acceptance.world import World
from tests.conftest import TestDatabase


@pytest.fixture(scope="session", autouse=True)
def _strict_logs() -> None:
    """A log line with a field that nobody allowed fails the request that wrote it."""
    logs.configure_structlog(strict=True)


@pytest.fixture(scope="session")
def shared_world(make_database: Callable[[], TestDatabase]) -> Iterator[World]:
    with World(make_database()) as world:
        yield world


@pytest.fixture
def world(shared_world: World) -> Iterator[World]:
    """One application serves all scenarios of a process; each makes communities of its own."""
    yield shared_world
    shared_world.close_browsers()
    shared_world.people.recover()
    assert shared_world.violations() == []
