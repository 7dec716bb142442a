"""A round of betting with limits for each test, and the steps that its features share."""

from datetime import timedelta

import pytest
from pytest_bdd import given, parsers, then, when

from tests.acceptance.care import Care
from tests.acceptance.world import World


@pytest.fixture
def care(world: World) -> Care:
    return Care(world)


@given(parsers.parse('"{name}" is offered at {odds:f}'))
def _(care: Care, name: str, odds: float) -> None:
    care.offer({name: round(odds * 1000)})


@given(parsers.parse("{who} has {points:d} points"))
def _(care: Care, who: str, points: int) -> None:
    care.player(who, points)


@given(parsers.re(r'(?P<who>\w+) has bet (?P<stake>\d+) points? on "(?P<name>[^"]+)"'))
@when(parsers.re(r'(?P<who>\w+) bets (?P<stake>\d+) points? on "(?P<name>[^"]+)"'))
def _(care: Care, who: str, stake: str, name: str) -> None:
    care.bet(who, int(stake), name)


@given(parsers.parse("{who} takes a time-out of {hours:d} hours"))
@when(parsers.parse("{who} takes a time-out of {hours:d} hours"))
def _(care: Care, who: str, hours: int) -> None:
    care.ask(who, "POST", "/api/limits/time-out", {"hours": hours})


@given("her break has ended")
def _(care: Care) -> None:
    care.end_breaks()


@when(parsers.parse("{who} looks at her limits"))
def _(care: Care, who: str) -> None:
    assert care.ask(who, "GET", "/api/limits").status_code == 200


@then("the bet stands")
def _(care: Care) -> None:
    assert care.answer.is_success, care.answer.text
    assert care.answer.json()["state"] == "accepted"


@then(parsers.parse('it is refused as "{problem}"'))
def _(care: Care, problem: str) -> None:
    assert care.answer.json().get("type") == f"/problems/{problem}", care.answer.text


@then(parsers.parse("{who} has {points:d} points left"))
def _(care: Care, who: str, points: int) -> None:
    assert care.balance(who) == points


@then(parsers.parse("her break lasts for {hours:d} hours"))
def _(care: Care, hours: int) -> None:
    assert round(break_of(care) / timedelta(hours=1)) == hours


@then(parsers.parse("her break lasts for over {hours:d} hours"))
def _(care: Care, hours: int) -> None:
    assert break_of(care) > timedelta(hours=hours)


def break_of(care: Care) -> timedelta:
    [[length]] = care.rows("select max(ends_at) - clock_timestamp() from exclusion")
    assert isinstance(length, timedelta)
    return length
