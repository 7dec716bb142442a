"""A contest for each scenario, and the steps that several features share."""

import pytest
from pytest_bdd import given, parsers, then

from tests.acceptance.contest import Contest
from tests.acceptance.world import World


@pytest.fixture
def contest(world: World) -> Contest:
    return Contest(world)


@given(parsers.re(r'"(?P<name>[^"]+)" is played in "(?P<round_name>[^"]+)"'))
def _(contest: Contest, name: str, round_name: str) -> None:
    contest.event(name, round_name=round_name)


@given(parsers.parse("{first} and {second} play along"))
def _(contest: Contest, first: str, second: str) -> None:
    contest.entry(first)
    contest.entry(second)


@given("the community has switched predictions off")
def _(contest: Contest) -> None:
    contest.sql(
        """update tenant set settings = '{"features": ["pools"]}' where id = %s""",
        contest.tenant_id,
    )


@given(parsers.parse("{who} has withdrawn"))
def _(contest: Contest, who: str) -> None:
    contest.sql("update entry set state = 'withdrawn' where id = %s", contest.entry(who))


@then(parsers.parse('it is refused as "{problem}"'))
def _(contest: Contest, problem: str) -> None:
    assert contest.problem() == problem, contest.answer.text


@then("it is done")
def _(contest: Contest) -> None:
    assert contest.answer.is_success, contest.answer.text
