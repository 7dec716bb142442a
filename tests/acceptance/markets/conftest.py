"""What the features of markets and odds share."""

import pytest
from pytest_bdd import given, parsers, then

from tests.acceptance.markets.office import Office
from tests.acceptance.world import World


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


@given(parsers.parse('"{event}" is on the programme'))
def _(office: Office, event: str) -> None:
    office.programme(event)


@given(parsers.parse('"{event}" is on the programme of all communities'))
def _(office: Office, event: str) -> None:
    office.programme(event, shared=True)


@given(parsers.parse('the race of "{runners}" is on the programme'))
def _(office: Office, runners: str) -> None:
    office.programme(runners, sport="racing")


@given("Efua has opened the usual markets")
def _(office: Office) -> None:
    office.ask("Efua", f"POST /api/events/{office.event}/markets/template", {})
    assert office.answer.status_code == 201, office.answer.text


@given("Sena, of the platform, has opened the usual markets")
def _(office: Office) -> None:
    office.ask("Sena", f"POST /api/platform/events/{office.event}/markets/template", {})
    assert office.answer.status_code == 201, office.answer.text


@then(parsers.parse('it is refused as "{problem}"'))
def _(office: Office, problem: str) -> None:
    assert office.answer.json()["type"] == f"/problems/{problem}", office.answer.text
