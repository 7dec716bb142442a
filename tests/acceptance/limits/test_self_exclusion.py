"""Steps of self_exclusion.feature, played over HTTP against a real database."""

import psycopg
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.plumbing.ids import new_id
from tests.acceptance.betting.round import Player
from tests.acceptance.care import Care
from tests.acceptance.players import insert_player

scenarios("self_exclusion.feature")


@given(parsers.parse("{who} excludes herself for {months:d} months"))
@when(parsers.parse("{who} excludes herself for {months:d} months"))
def _(care: Care, who: str, months: int) -> None:
    care.ask(who, "POST", "/api/limits/self-exclusion", {"months": months})


@given(parsers.parse("a superadmin excludes {who} from the platform for {months:d} months"))
def _(care: Care, who: str, months: int) -> None:
    root = care.world.people.join(f"root.{care.name}", superadmin=True)
    browser = care.world.browser(f"{care.name}.localhost")
    browser.headers["authorization"] = f"Bearer {care.world.people.access_token(root)}"
    body = {
        "id": str(new_id()),
        "subject": care.person(who).id,
        "months": months,
        "reason": "they asked for it",
    }
    answers = [browser.post("/api/platform/exclusions", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201], answers[0].text
    assert answers[0].content == answers[1].content
    listed = browser.get("/api/platform/exclusions?limit=1").json()["items"]
    assert [one["id"] for one in listed] == [body["id"]]


@given(
    parsers.parse('{who} joins another community, where "{name}" is offered'), target_fixture="care"
)
def _(care: Care, who: str, name: str) -> Care:
    other = Care(care.world)
    other.offer({name: 2500})
    person = care.person(who)
    care.world.people.give_roles(person, f"{other.name}/player")
    insert_player(care.world.database, other.tenant_id, person, ("player",))
    entry_id = other.game.entry(other.competition_id, other.game.player(person.id), points=100)
    other.known(who, Player(person=person, entry_id=entry_id))
    return other


@when("the application tries to end that", target_fixture="error")
def _(care: Care) -> psycopg.Error:
    with pytest.raises(psycopg.Error) as error, care.game.transaction() as tx:
        tx.execute("update exclusion set ends_at = clock_timestamp()")
    return error.value


@then("it is not allowed to")
def _(care: Care, error: psycopg.Error) -> None:
    assert isinstance(error, psycopg.errors.InsufficientPrivilege)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        care.as_superuser("delete from exclusion where tenant_id = %s", care.tenant_id)


@then("she reads when her exclusion ends")
def _(care: Care) -> None:
    taken = care.answer.json()["taking_a_break"]
    assert taken["kind"] == "self"
    assert taken["ends_at"] > taken["starts_at"]
