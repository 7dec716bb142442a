"""Players, admins and points for each test, and the steps that the features share."""

import pytest
from pytest_bdd import given, parsers, then, when

from tests.acceptance.care import Care
from tests.acceptance.world import World


@pytest.fixture
def care(world: World) -> Care:
    return Care(world)


@given(parsers.parse("{who} has {points:d} points"))
def _(care: Care, who: str, points: int) -> None:
    care.player(who, points)


@given("Efua and Yaw are admins")
def _(care: Care) -> None:
    care.admin("Efua")
    care.admin("Yaw")


@given(parsers.parse("{who} takes a time-out"))
def _(care: Care, who: str) -> None:
    assert care.send(who, "POST", "/api/limits/time-out", {"hours": 24}).is_success


@when("Ama's browser sends that again")
def _(care: Care) -> None:
    first = care.answer
    path = first.request.url.path
    assert care.ask("Ama", "POST", path, care.last_body).content == first.content


@then(parsers.parse('it is refused as "{problem}"'))
def _(care: Care, problem: str) -> None:
    assert care.answer.json().get("type") == f"/problems/{problem}", care.answer.text


@then(parsers.parse("{who} has {points:d} points left"))
def _(care: Care, who: str, points: int) -> None:
    assert care.balance(who) == points
