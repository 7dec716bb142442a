"""Shared by all acceptance tests: the world, and the invariants after each of them."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest

from app.development.keycloak import KeycloakServer
from app.plumbing.telemetry import logs
from tests.acceptance.keycloak_people import KeycloakPeople
from tests.acceptance.people import People
from tests.acceptance.world import World
from tests.conftest import TestDatabase


@pytest.fixture(scope="session", autouse=True)
def _strict_logs() -> None:
    """A log line with a field that nobody allowed fails the request that wrote it."""
    logs.configure_structlog(strict=True)


@pytest.fixture(autouse=True)
def _invariants_hold(
    request: pytest.FixtureRequest, made_databases: list[TestDatabase]
) -> Iterator[None]:
    """In every database that the test has made, unless it broke them on purpose."""
    older = len(made_databases)
    yield
    if request.node.get_closest_marker("breaks_invariants"):
        return
    for database in made_databases[older:]:
        assert database.violations() == []


@pytest.fixture(scope="session")
def shared_world(make_database: Callable[[], TestDatabase]) -> Iterator[World]:
    with World(make_database()) as world:
        yield world


@pytest.fixture(scope="session")
def keycloak_world(
    make_database: Callable[[], TestDatabase], keycloak_server: KeycloakServer
) -> Iterator[World]:
    def people(app_url: str) -> People:
        # Scenarios that ask for more than these can do are not tagged @keycloak.
        return cast("People", KeycloakPeople(keycloak_server, app_url=app_url))

    with World(make_database(), people) as world:
        yield world


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Play scenarios tagged @keycloak with the real one, too, but for those tagged @embedded."""
    tags = {mark.name for mark in metafunc.definition.iter_markers()}
    if "keycloak" in tags and "embedded" not in tags:
        metafunc.parametrize(
            "world",
            [
                pytest.param("shared_world", id="embedded"),
                pytest.param(
                    "keycloak_world", id="keycloak", marks=pytest.mark.xdist_group("keycloak")
                ),
            ],
            indirect=True,
        )


@pytest.fixture
def world(request: pytest.FixtureRequest, played_in: list[World]) -> Iterator[World]:
    """One application serves all scenarios of a process; each makes communities of its own."""
    world: World = request.getfixturevalue(getattr(request, "param", "shared_world"))
    yield world
    world.close_browsers()
    world.people.recover()
    if world not in played_in:
        played_in.append(world)


@pytest.fixture(scope="module", autouse=True)
def played_in() -> Iterator[list[World]]:
    """The worlds of a module's tests.  Their invariants are looked at once, in the end: all that a
    process ever played lies in there, and takes longer to look at than most tests."""
    worlds: list[World] = []
    yield worlds
    for world in worlds:
        assert world.violations() == []
