"""What the features of results and rulings share."""

import re
from dataclasses import replace
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from tests.acceptance.rulings.court import Court
from tests.acceptance.world import World


@pytest.fixture
def court(world: World) -> Court:
    return Court(world)


def score(told: str) -> dict[str, int]:
    first, second = told.split("-")
    return {"1": int(first), "2": int(second)}


def ended(told: str) -> dict[str, Any]:
    """What `2-1, 1-0 at half time` is to a program."""
    scores = map(score, re.findall(r"[0-9]+-[0-9]+", told))
    return {"scores": dict(zip(("full_time", "half_time"), scores, strict=False))}


@given(parsers.parse('"{event}" is on the programme'))
def _(court: Court, event: str) -> None:
    court.programme(event)


@given("its winner, its total of 2.5 and its first half are bet on")
def _(court: Court) -> None:
    prices = {"1": 2000, "draw": 3000, "2": 4000}
    court.open_market("winner", prices)
    court.open_market("total", {"over": 1900, "under": 1900}, kind="total", line=10)
    court.open_market("first half", prices, period="first_half")


@given("the match was played")
def _(court: Court) -> None:
    court.play()


@given(parsers.re(r"(?P<who>\w+) has entered that it ended (?P<told>\d[\d-]*(, .* at half time)?)"))
def _(court: Court, who: str, told: str) -> None:
    assert court.enter(who, **ended(told)).status_code == 201, court.answer.text


@given(parsers.parse("{who} has confirmed it"))
def _(court: Court, who: str) -> None:
    assert court.confirm(who).status_code == 200, court.answer.text


@when(parsers.parse("{who} confirms it"))
def _(court: Court, who: str) -> None:
    court.confirm(who)


@when(
    parsers.re(r'(?P<who>\w+) corrects version (?P<seen>.) to (?P<told>\S+) because "(?P<why>.*)"')
)
@given(
    parsers.re(
        r'(?P<who>\w+) has corrected version (?P<seen>.) to (?P<told>\S+) because "(?P<why>.*)"'
    )
)
def _(court: Court, who: str, seen: str, told: str, why: str) -> None:
    court.enter(who, seen_version=int(seen), reason=why, **ended(told))
    assert court.answer.status_code == 201, court.answer.text


@then(parsers.parse("the ruling is {state}"))
def _(court: Court, state: str) -> None:
    assert court.answer.is_success, court.answer.text
    assert court.must("Kwesi", f"GET /api/rulings/{court.ruling['id']}")["state"] == state


@then(parsers.parse('it is refused as "{problem}"'))
def _(court: Court, problem: str) -> None:
    assert court.problem() == problem, court.answer.text


@then(parsers.parse('the {market} is graded "{outcomes}"'))
def _(court: Court, market: str, outcomes: str) -> None:
    assert court.answer.is_success, court.answer.text
    graded = ", ".join(f"{key} {became}" for key, became in court.outcomes(market).items())
    assert graded == outcomes


@then(parsers.parse("the event is {status}"))
def _(court: Court, status: str) -> None:
    assert court.sql("select status from event where id = %s", court.event) == [(status,)]


@then("the community begins to settle")
def _(court: Court) -> None:
    assert court.jobs() == [str(court.tenant_id)]


@then("it is the ruling that Kwesi entered")
def _(court: Court) -> None:
    assert court.ruling["entered_by"] == court.person("Kwesi").id
    assert court.sql("select count(*) from ruling where event_id = %s", court.event) == [(1,)]


@given(parsers.parse("{who} bet {stake:d} on 1"))
def _(court: Court, who: str, stake: int) -> None:
    court.bets(who, stake, ("winner", "1"))


@then(parsers.parse('that is because of "{why}"'))
def _(court: Court, why: str) -> None:
    assert court.answer.json()["because"] == [why]


@then(parsers.parse('players read "{reason}"'))
def _(court: Court, reason: str) -> None:
    route = f"GET /api/competitions/{court.competition_id}/announcements"
    told = court.must("Ama", route)["items"]
    assert [(each["kind"], each["facts"]["reason"]) for each in told] == [("ruled", reason)]


@given("the competition has four eyes")
def _(court: Court) -> None:
    court.settings = replace(court.settings, four_eyes=True)
    court.entry("Ama")


@pytest.fixture
def looked() -> dict[str, Any]:
    return {}


@when("Efua looks at what it would do")
def _(court: Court, looked: dict[str, Any]) -> None:
    looked |= court.preview("Efua")
