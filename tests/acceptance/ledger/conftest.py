"""A town for the ledger's tests, its invariants checked after each of them."""

from collections.abc import Iterator

import pytest
from pytest_bdd import given, parsers, then

from tests.acceptance.ledger.desk import Desk
from tests.acceptance.ledger.town import Town
from tests.acceptance.world import World
from tests.conftest import TestDatabase


@pytest.fixture(scope="session")
def town_database(shared_world: World) -> TestDatabase:
    return shared_world.database


@pytest.fixture
def town(town_database: TestDatabase) -> Iterator[Town]:
    with Town(town_database) as town:
        yield town
        assert town.violations() == []


@pytest.fixture
def desk(world: World, town: Town) -> Desk:
    return Desk(world, town)


@given(parsers.parse("{name} has {points:d} points"))
def _(desk: Desk, name: str, points: int) -> None:
    desk.player(name, points)


@then(parsers.parse("{name} has {points:d} points left"))
def _(desk: Desk, name: str, points: int) -> None:
    assert desk.net_worth(name) == (points, 0)


@then(parsers.parse("{name} owes {points:d} points"))
def _(desk: Desk, name: str, points: int) -> None:
    assert desk.net_worth(name) == (0, -points)


@then(parsers.parse('it is refused as "{problem}"'))
def _(desk: Desk, problem: str) -> None:
    assert desk.answer.json()["type"] == f"/problems/{problem}", desk.answer.text
