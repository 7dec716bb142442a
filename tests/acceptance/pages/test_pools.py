"""Steps of pools.feature, played over HTTP on the pages themselves."""

from uuid import UUID

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.plumbing.ids import new_id
from tests.acceptance.contest import Contest
from tests.acceptance.pages.reading import Reading
from tests.acceptance.world import World

scenarios("pools.feature")

KEYS = {"Ghana": "1", "Mali": "2"}
EVENT = "Ghana v Mali"


@pytest.fixture
def contest(world: World) -> Contest:
    return Contest(world)


@pytest.fixture
def ama(contest: Contest) -> Reading:
    browser = contest.world.sign_in(contest.person("Ama"), f"{contest.subdomain}.localhost")
    return Reading(browser)


@given('a pool on "Ghana v Mali"', target_fixture="pool_id")
def _(contest: Contest) -> UUID:
    market = contest.game.market(contest.event(EVENT), {"1": None, "draw": None, "2": None})
    contest.markets[EVENT] = market
    for name, key in KEYS.items():
        contest.sql("update selection set name = %s where id = %s", name, market.selections[key])
    return contest.game.pool(contest.competition_id, market)


@given("Kofi has staked 30 points on Mali")
def _(contest: Contest, pool_id: UUID) -> None:
    leg = {"selection_id": str(contest.markets[EVENT].selections["2"])}
    slip = {
        "entry_id": str(contest.entry("Kofi")),
        "kind": "pool",
        "stake": 30,
        "legs": [leg],
        "pool_id": str(pool_id),
    }
    contest.must("Kofi", f"PUT /api/bets/{new_id()}", slip)


@given("Ama has 1000 points of her own")
def _(contest: Contest) -> None:
    contest.entry("Ama", points=1_000)


@given("Ama has opened the page of pools")
def _(contest: Contest, ama: Reading) -> None:
    ama.open(path_of(contest))


@given(parsers.parse('"{name}" has locked'))
def _(contest: Contest, name: str) -> None:
    contest.lock(name)


@when(parsers.re(r"Ama stakes (?P<points>\d+) points on (?P<who>\w+)$"))
def _(contest: Contest, ama: Reading, pool_id: UUID, points: str, who: str) -> None:
    ama.open(path_of(contest))
    stake(contest, ama, pool_id, points, who)


@when("Ama stakes 10 points on Ghana, and her browser sends it twice")
def _(contest: Contest, ama: Reading, pool_id: UUID) -> None:
    ama.open(path_of(contest))
    page = ama.answer
    stake(contest, ama, pool_id, "10", "Ghana")
    ama.answer = page
    stake(contest, ama, pool_id, "10", "Ghana")
    assert ama.answer.is_success


@when("Ama sends a stake of 10 points on Ghana")
def _(contest: Contest, ama: Reading, pool_id: UUID) -> None:
    stake(contest, ama, pool_id, "10", "Ghana")


@then(parsers.parse("the form still says {points} on {who}"))
def _(contest: Contest, ama: Reading, pool_id: UUID, points: str, who: str) -> None:
    assert ama.answer.status_code == 422
    [form] = [form for form in ama.forms() if str(pool_id) in form.action]
    assert form.values["stake"] == points
    assert form.values["selection_id"] == str(contest.markets[EVENT].selections[KEYS[who]])


@then(parsers.parse("Ama has {points:d} points in the competition"))
def _(contest: Contest, points: int) -> None:
    assert contest.game.balance(contest.entry("Ama")) == points


def path_of(contest: Contest) -> str:
    return f"/competitions/{contest.competition_id}/pools"


def stake(contest: Contest, ama: Reading, pool_id: UUID, points: str, who: str) -> None:
    [action] = [form.action for form in ama.forms() if str(pool_id) in form.action]
    selection_id = contest.markets[EVENT].selections[KEYS[who]]
    ama.send(action, stake=points, selection_id=str(selection_id))
