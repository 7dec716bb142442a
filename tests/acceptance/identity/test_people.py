"""Steps of people.feature, played over HTTP with a real provider."""

import re
import time
from dataclasses import dataclass, field
from html import unescape

import httpx
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.development.directory.state import Person
from app.identity.rules.players import TERMS_VERSION
from tests.acceptance.identity.conftest import Place, is_signed_in, send
from tests.acceptance.players import insert_player
from tests.acceptance.world import World

scenarios("people.feature")


@dataclass
class Cast:
    place: Place
    people: dict[str, Person] = field(default_factory=dict)
    browsers: dict[str, httpx.Client] = field(default_factory=dict)
    page: httpx.Response | None = None
    seen: list[str] = field(default_factory=list)

    def enter(self, name: str, person: Person) -> None:
        self.people[name] = person
        self.browsers[name] = self.place.sign_in(person)

    def act(self, name: str, whom: str, act: str, **fields: str) -> None:
        path = f"/admin/people/{self.people[whom].id}/{act}"
        self.page = send(self.browsers[name], path, **fields)

    def text(self) -> str:
        assert self.page is not None
        return self.page.text


@pytest.fixture
def cast(place: Place) -> Cast:
    return Cast(place)


def join(browser: httpx.Client, name: str, born_on: str) -> httpx.Response:
    answers = {
        "display_name": name,
        "born_on": born_on,
        "time_zone": "UTC",
        "locale": "en",
        "terms_version": TERMS_VERSION,
        "accepts": "true",
    }
    return send(browser, "/welcome", **answers)


def wait_for_a_new_second() -> None:
    """Tokens tell whole seconds, and one of the second in which a role was lost is refused."""
    time.sleep(1 - time.time() % 1)


@given(parsers.parse("{name:w} is an admin here"))
def _(place: Place, cast: Cast, name: str) -> None:
    cast.enter(name, place.join(name, "player", "admin"))


@given(parsers.parse("{name:w} is a player here"))
def _(place: Place, cast: Cast, name: str) -> None:
    cast.enter(name, place.join(name, "player"))


@given(parsers.parse("{name:w} is a superadmin"))
def _(world: World, cast: Cast, name: str) -> None:
    cast.enter(name, world.people.join(name, superadmin=True))


@given(parsers.parse("{name:w} is signed in"))
def _(cast: Cast, name: str) -> None:
    assert is_signed_in(cast.browsers[name])


@given(parsers.parse("{name:w} plays elsewhere"))
def _(elsewhere: Place, cast: Cast, name: str) -> None:
    cast.people[name] = elsewhere.join(name, "player")


@given(parsers.parse("{name:w} plays elsewhere too"))
def _(world: World, place: Place, elsewhere: Place, cast: Cast, name: str) -> None:
    person = cast.people[name]
    world.people.give_roles(person, f"{place.name}/player", f"{elsewhere.name}/player")
    insert_player(world.database, elsewhere.tenant_id, person, ("player",))
    cast.browsers["elsewhere"] = elsewhere.sign_in(person)


@given(parsers.parse("{count:d} people play here"))
def _(place: Place, count: int) -> None:
    for number in range(count):
        place.join(f"Player{number}", "player")


@given("the sign-in service goes away")
def _(world: World) -> None:
    world.people.away = True


@when(parsers.parse("{name:w} looks at the people"))
def _(cast: Cast, name: str) -> None:
    cast.page = cast.browsers[name].get("/admin/people")


@when(parsers.parse('{name:w} looks for "{text}"'))
def _(cast: Cast, name: str, text: str) -> None:
    cast.page = cast.browsers[name].get("/admin/people", params={"name": text})


@when(parsers.parse("{name:w} leafs through the people"))
def _(cast: Cast, name: str) -> None:
    path = "/admin/people?name="
    while path:
        cast.page = cast.browsers[name].get(path)
        cast.seen += re.findall(r"<tr>\s*<td>(.*?)</td>", cast.text())
        further = re.search(r'href="(/admin/people\?[^"]*after=[^"]*)"', cast.text())
        path = unescape(further[1]) if further else ""


@when(parsers.parse('{name:w} makes {whom:w} "{role}" because "{reason}"'))
def _(cast: Cast, name: str, whom: str, role: str, reason: str) -> None:
    cast.act(name, whom, "promote", role=role, reason=reason)


@when(parsers.parse('{name:w} makes {whom:w} "{role}" without saying why'))
def _(cast: Cast, name: str, whom: str, role: str) -> None:
    cast.act(name, whom, "promote", role=role, reason=" ")


@given(parsers.parse('{name:w} was invited as "{role}"'))
def _(place: Place, cast: Cast, name: str, role: str) -> None:
    cast.people[name] = place.arrive(name)
    email = cast.people[name].email
    asked = send(cast.browsers["Efua"], "/admin/invitations", email=email, role=role)
    assert asked.status_code == 303, asked.text


@given(parsers.parse("{name:w} has joined"))
@when(parsers.parse("{name:w} joins"))
@then(parsers.parse("{name:w} can join"))
def _(place: Place, cast: Cast, name: str) -> None:
    cast.browsers[name] = place.sign_in(cast.people[name])
    assert join(cast.browsers[name], name, "1990-01-01").status_code == 303


@given(parsers.parse("{name:w} was turned away for her age"))
def _(place: Place, cast: Cast, name: str) -> None:
    cast.people[name] = place.arrive(name)
    assert join(place.sign_in(cast.people[name]), name, "2020-02-02").status_code == 403


@when(parsers.parse('{name:w} withdraws {whom:w}\'s invitation because "{reason}"'))
def _(cast: Cast, name: str, whom: str, reason: str) -> None:
    path = f"/admin/invitations/{cast.people[whom].id}/withdraw"
    cast.page = send(cast.browsers[name], path, reason=reason)


@when(parsers.parse('{name:w} corrects {whom:w}\'s year of birth to {year:d} because "{reason}"'))
def _(cast: Cast, name: str, whom: str, year: int, reason: str) -> None:
    cast.act(name, whom, "birth-year", year=str(year), reason=reason)


@when(parsers.parse('{name:w} lets {whom:w} be asked for her age again because "{reason}"'))
def _(cast: Cast, name: str, whom: str, reason: str) -> None:
    email = cast.people[whom].email
    path = "/admin/people/ask-age-again"
    cast.page = send(cast.browsers[name], path, email=email, reason=reason)


@when(parsers.parse('{name:w} makes {whom:w} "{role}"'))
def _(cast: Cast, name: str, whom: str, role: str) -> None:
    cast.act(name, whom, "promote", role=role, reason="a test")


@when(parsers.parse('{name:w} takes "{role}" from {whom:w}'))
def _(cast: Cast, name: str, whom: str, role: str) -> None:
    cast.act(name, whom, "demote", role=role, reason="a test")


@when(parsers.parse('{name:w} invites "{email}" as "{role}"'))
def _(cast: Cast, name: str, email: str, role: str) -> None:
    cast.page = send(cast.browsers[name], "/admin/invitations", email=email, role=role)


@given(parsers.parse('{name:w} suspends {whom:w} because "{reason}"'))
@when(parsers.parse('{name:w} suspends {whom:w} because "{reason}"'))
def _(cast: Cast, name: str, whom: str, reason: str) -> None:
    cast.act(name, whom, "suspend", reason=reason)
    assert cast.page is not None
    assert cast.page.status_code == 303, cast.text()


@when(parsers.parse('{name:w} lets {whom:w} play again because "{reason}"'))
def _(cast: Cast, name: str, whom: str, reason: str) -> None:
    cast.act(name, whom, "resume", reason=reason)


@when(parsers.parse('{name:w} locks {whom:w} out of everything because "{reason}"'))
def _(cast: Cast, name: str, whom: str, reason: str) -> None:
    person, browser = cast.people[whom], cast.browsers[name]
    found = send(browser, "/platform/people", email=person.email.upper())
    path = f"/platform/people/{person.id}/lock-out"
    assert f'action="{path}"' in found.text
    cast.page = send(browser, path, reason=reason)


@then(parsers.parse('{_name:w} sees {whom:w}\'s address and her role "{role}"'))
def _(cast: Cast, whom: str, role: str) -> None:
    row = cast.text().partition(f"<td>{cast.people[whom].email}</td>")[2]
    assert row.strip().startswith(f"<td>{role}</td>")


@then(parsers.parse("Efua sees {whom:w} and nobody else"))
def _(cast: Cast, whom: str) -> None:
    names = re.findall(r"<tr>\s*<td>(.*?)</td>", cast.text())
    assert names == [cast.people[whom].username]


@then(parsers.parse("Efua has seen all {count:d} of them, each once"))
def _(cast: Cast, count: int) -> None:
    assert len(cast.seen) == len(set(cast.seen)) == count
    assert cast.seen == sorted(cast.seen)


@then("nobody is among the invited")
def _(cast: Cast) -> None:
    page = cast.browsers["Efua"].get("/admin/invitations").text
    assert "Everybody who was invited has joined." in page


@then(parsers.parse("{name:w} may enter results"))
def _(cast: Cast, name: str) -> None:
    assert "You are here as player, results." in cast.browsers[name].get("/").text


@then(parsers.parse("{name:w} has no role here"))
def _(world: World, cast: Cast, name: str) -> None:
    now = world.people.realm.state.person(cast.people[name].id)
    assert now
    assert now.groups == ()


@then(parsers.parse('{name:w} was born on "{day}"'))
def _(cast: Cast, name: str, day: str) -> None:
    assert day in cast.browsers[name].get("/profile").text


@then(parsers.parse("{name:w} sees that {whom:w} is locked out everywhere"))
def _(cast: Cast, name: str, whom: str) -> None:
    page = cast.browsers[name].get("/admin/people").text
    row = page.partition(f"<td>{cast.people[whom].email}</td>")[2].partition("</tr>")[0]
    assert "locked out everywhere" in row


@then(parsers.parse("{name:w} may administer with her next click"))
def _(cast: Cast, name: str) -> None:
    assert cast.browsers[name].get("/admin/community").status_code == 200


@then(parsers.parse("{name:w} may not administer"))
def _(cast: Cast, name: str) -> None:
    assert cast.browsers[name].get("/").status_code == 200
    assert cast.browsers[name].get("/admin/community").status_code == 403


@then(parsers.parse("{name:w} may not administer after signing in again"))
def _(place: Place, cast: Cast, name: str) -> None:
    wait_for_a_new_second()
    browser = place.sign_in(cast.people[name])
    assert browser.get("/admin/community").status_code == 403


@then(parsers.parse("{name:w} is signed out"))
def _(cast: Cast, name: str) -> None:
    assert not is_signed_in(cast.browsers[name])


@then(parsers.parse('{_name:w} is told "{text}"'))
def _(cast: Cast, text: str) -> None:
    assert cast.page is not None
    assert cast.page.status_code in {400, 404, 409, 422, 503}
    assert text in cast.text(), cast.text()


@then(parsers.parse('"{email}" is among the invited as "{role}"'))
def _(cast: Cast, email: str, role: str) -> None:
    row = cast.browsers["Efua"].get("/admin/invitations").text.partition(f"<td>{email}</td>")[2]
    assert row.strip().startswith(f"<td>{role}</td>")


@then(parsers.parse('the audit record says "{text}"'))
def _(world: World, place: Place, text: str) -> None:
    assert text in world.audit_of(place.name)


@then(parsers.parse('the audit record does not say "{text}"'))
@then(parsers.parse('the audit record says nothing of "{text}"'))
def _(world: World, place: Place, text: str) -> None:
    assert text not in world.audit_of(place.name)


@then(
    parsers.parse(
        '{name:w} is told that she is suspended, because "{reason}", when she signs in again'
    )
)
def _(place: Place, cast: Cast, name: str, reason: str) -> None:
    wait_for_a_new_second()
    home = place.sign_in(cast.people[name]).get("/")
    assert home.status_code == 403
    assert "An admin of this community has suspended you." in home.text
    assert f"The reason given: {reason}" in home.text


@then(parsers.parse('{name:w}\'s program is told "{problem}"'))
def _(place: Place, cast: Cast, name: str, problem: str) -> None:
    token = place.world.people.access_token(cast.people[name], iat=int(time.time()) + 1)
    answer = place.browser().get("/api/users/profile", headers={"authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["type"]) == (403, f"/problems/{problem}")
    assert answer.json()["reason"] == "she was rude"


@then(parsers.parse("{name:w} plays again"))
def _(place: Place, cast: Cast, name: str) -> None:
    wait_for_a_new_second()
    assert "You are here as player." in place.sign_in(cast.people[name]).get("/").text


@then(parsers.parse("{_name:w} still plays elsewhere"))
def _(cast: Cast) -> None:
    assert "You are here as player." in cast.browsers["elsewhere"].get("/").text


@then(parsers.parse("{name:w} cannot sign in any more"))
def _(place: Place, cast: Cast, name: str) -> None:
    assert not is_signed_in(cast.browsers["elsewhere"])
    browser = place.browser()
    browser.follow_redirects = True
    form = browser.get("/auth/sign-in")
    place.world.people.fill_in(browser, form, cast.people[name])
    browser.follow_redirects = False
    assert not is_signed_in(browser)
