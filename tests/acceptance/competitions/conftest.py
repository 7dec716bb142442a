"""A club for each scenario, and the steps that several features share."""

import pytest
from pytest_bdd import given, parsers, then, when

from tests.acceptance.competitions.club import Club
from tests.acceptance.world import World


@pytest.fixture
def club(world: World) -> Club:
    return Club(world)


@given(parsers.parse('"{name}" is running'))
def _(club: Club, name: str) -> None:
    club.make(name)


@given(parsers.parse('"{name}" is a draft'))
def _(club: Club, name: str) -> None:
    club.make(name, run=False)


@given(parsers.parse('"{name}" is running, with {points:d} starting points'))
def _(club: Club, name: str, points: int) -> None:
    club.make(name, starting_points=points)


@given(parsers.re(r'(?P<who>\w+) joins "(?P<name>[^"]+)"'))
@when(parsers.re(r'(?P<who>\w+) joins "(?P<name>[^"]+)"'))
def _(club: Club, who: str, name: str) -> None:
    club.join(who, name)


@given(parsers.parse('Efua lets "{name}" go on to "{state}"'))
@when(parsers.parse('Efua lets "{name}" go on to "{state}"'))
def _(club: Club, name: str, state: str) -> None:
    club.ask("Efua", f"PUT {club.path(name)}/state", {"state": state})


@then(parsers.parse('it is refused as "{problem}"'))
def _(club: Club, problem: str) -> None:
    assert club.problem() == problem, club.answer.text


@then("it is done")
def _(club: Club) -> None:
    assert club.answer.is_success, club.answer.text


@then(parsers.re(r'(?P<who>\w+) has (?P<points>\d+) points in "(?P<name>[^"]+)"'))
def _(club: Club, who: str, points: str, name: str) -> None:
    assert club.balance(who, name) == int(points)


@then(parsers.parse('the audit record tells of "{action}"'))
def _(club: Club, action: str) -> None:
    assert f'"action":"{action}"' in club.world.audit_of(club.subdomain)
