"""An office for the catalogue's tests, and what their scenarios have in common."""

import pytest
from pytest_bdd import parsers, then

from tests.acceptance.catalogue.office import Office
from tests.acceptance.world import World


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@then(parsers.parse('it is refused as "{problem}"'))
def _(office: Office, problem: str) -> None:
    assert office.answer.json()["type"] == f"/problems/{problem}", office.answer.text
