"""Steps of pools.feature, played over HTTP against a real database."""

from uuid import UUID

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.competitions.rules.settings import PoolSettings
from app.plumbing.ids import new_id
from tests.acceptance.contest import Contest

scenarios("pools.feature")

ODDS = {"1": None, "draw": None, "2": None}
KEYS = {"Ghana": "1", "the draw": "draw", "Mali": "2"}


@pytest.fixture
def pools() -> dict[str, UUID]:
    """The pools of the scenario, by the names of their events."""
    return {}


def open_pool(contest: Contest, who: str, name: str, pool_id: UUID, **others: object) -> None:
    wish = {"id": str(pool_id), "market_id": str(contest.markets[name].id)} | others
    contest.ask(who, f"POST {contest.path}/pools", wish)


@given(parsers.parse("a competition whose pools keep {takeout:d} thousandths and carry over"))
def _(contest: Contest, takeout: int) -> None:
    contest.play_with(pools=PoolSettings(takeout=takeout, carry_over=True))


@given(parsers.parse('"{name}" has a market of Ghana, the draw and Mali'))
def _(contest: Contest, name: str) -> None:
    contest.markets[name] = contest.game.market(contest.event(name), ODDS)


@given(parsers.parse('"{name}" is played elsewhere'))
def _(contest: Contest, name: str) -> None:
    contest.markets[name] = contest.game.market(contest.event(name, played=False), ODDS)


@given(parsers.parse('"{name}" has locked'))
def _(contest: Contest, name: str) -> None:
    contest.lock(name)


@given(parsers.parse('the market of "{name}" is "{state}"'))
def _(contest: Contest, name: str, state: str) -> None:
    contest.sql("update market set state = %s where id = %s", state, contest.markets[name].id)


@given("the community has switched pools off")
def _(contest: Contest) -> None:
    contest.sql(
        """update tenant set settings = '{"features": ["predictions"]}' where id = %s""",
        contest.tenant_id,
    )


@given(parsers.re(r'(?P<who>\w+) has opened a pool on "(?P<name>[^"]+)"'))
@when(parsers.re(r'(?P<who>\w+) opens a pool on "(?P<name>[^"]+)"'))
def _(contest: Contest, pools: dict[str, UUID], who: str, name: str) -> None:
    pool_id = new_id()
    open_pool(contest, who, name, pool_id)
    pools.setdefault(name, pool_id)


@when(parsers.parse('Efua opens a pool on "{name}" that keeps {takeout:d} thousandths'))
def _(contest: Contest, name: str, takeout: int) -> None:
    open_pool(contest, "Efua", name, new_id(), takeout=takeout)


@when("Efua's browser sends that again")
def _(contest: Contest, pools: dict[str, UUID]) -> None:
    open_pool(contest, "Efua", "Ghana v Mali", pools["Ghana v Mali"])


@when(parsers.parse('Efua opens one on "{name}" by the same id'))
def _(contest: Contest, pools: dict[str, UUID], name: str) -> None:
    open_pool(contest, "Efua", name, pools["Ghana v Mali"])


@given(parsers.parse('Efua lets "{name}" carry over to "{other}"'))
@when(parsers.parse('Efua lets "{name}" carry over to "{other}"'))
def _(contest: Contest, pools: dict[str, UUID], name: str, other: str) -> None:
    body = {"next_pool_id": str(pools[other])}
    contest.ask("Efua", f"PUT /api/pools/{pools[name]}/next", body)


@given(parsers.parse("{first:d} points are staked on Ghana and {draw:d} on the draw"))
def _(contest: Contest, pools: dict[str, UUID], first: int, draw: int) -> None:
    selections, pool_id = contest.markets["Ghana v Mali"].selections, pools["Ghana v Mali"]
    for who, key, points in (("Ama", "1", first), ("Kofi", "draw", draw)):
        slip = {
            "entry_id": str(contest.entry(who)),
            "kind": "pool",
            "pool_id": str(pool_id),
            "stake": points,
            "legs": [{"selection_id": str(selections[key])}],
        }
        contest.must(who, f"PUT /api/bets/{new_id()}", slip)


@when("Ama looks at the pool")
def _(contest: Contest, pools: dict[str, UUID]) -> None:
    contest.ask("Ama", f"GET /api/pools/{pools['Ghana v Mali']}")


@when("Ama looks at the pools of the competition")
def _(contest: Contest) -> None:
    contest.ask("Ama", f"GET {contest.path}/pools")


@then(
    parsers.parse("it keeps {takeout:d} thousandths and never returns less than was staked"),
)
def _(contest: Contest, takeout: int) -> None:
    terms = contest.answer.json()
    assert (terms["takeout"], terms["minimum_dividend"]) == (takeout, True), terms


@then(
    parsers.re(
        r"a point would return (?P<first>\S+) on Ghana, (?P<draw>\S+) on the draw"
        r" and nothing yet on Mali"
    )
)
def _(contest: Contest, first: str, draw: str) -> None:
    seen = {line["key"]: line["dividend"] for line in contest.answer.json()["selections"]}
    assert seen == {"1": first, "draw": draw, "2": None}


@then(
    parsers.re(r"one more point would return (?P<first>\S+) on Ghana and (?P<second>\S+) on Mali")
)
def _(contest: Contest, first: str, second: str) -> None:
    seen = {line["key"]: line["one_more"] for line in contest.answer.json()["selections"]}
    assert (seen["1"], seen["2"]) == (first, second)


@then(parsers.re(r'she finds the one on "(?P<name>[^"]+)", which takes (?P<what>stakes|none)'))
def _(contest: Contest, pools: dict[str, UUID], name: str, what: str) -> None:
    (found,) = contest.answer.json()["items"]
    assert (found["terms"]["id"], found["event"]) == (str(pools[name]), name)
    assert found["takes_stakes"] == (what == "stakes")


@then(parsers.parse('it is refused as "{problem}"'))
def _(contest: Contest, problem: str) -> None:
    assert contest.problem() == problem, contest.answer.text


@then("it is done")
def _(contest: Contest) -> None:
    assert contest.answer.is_success, contest.answer.text


@then(parsers.parse('the audit record tells of "{action}"'))
def _(contest: Contest, action: str) -> None:
    assert f'"action":"{action}"' in contest.world.audit_of(contest.subdomain)


def test_an_unchanged_pool_is_not_sent_again(contest: Contest, pools: dict[str, UUID]) -> None:
    contest.markets["A v B"] = contest.game.market(contest.event("A v B"), ODDS)
    open_pool(contest, "Efua", "A v B", pools.setdefault("A v B", new_id()))
    path = f"/api/pools/{pools['A v B']}"
    tag = contest.ask("Ama", f"GET {path}").headers["etag"]

    again = contest.ask("Ama", f"GET {path}", if_none_match=tag)

    assert again.status_code == 304
