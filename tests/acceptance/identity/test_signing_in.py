"""Steps of signing_in.feature and signing_out.feature, played over HTTP with a real provider."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.development.directory.state import Person
from tests.acceptance.identity.conftest import Place, is_signed_in, send
from tests.acceptance.world import World

pytestmark = pytest.mark.usefixtures("world")

scenarios("signing_in.feature", "signing_out.feature")


@dataclass
class Cast:
    people: dict[str, Person] = field(default_factory=dict)
    browsers: dict[str, httpx.Client] = field(default_factory=dict)
    page: httpx.Response | None = None

    def sees(self, text: str) -> bool:
        assert self.page
        return text in self.page.text


@pytest.fixture
def cast() -> Cast:
    return Cast()


@given(parsers.parse("{name:w} is a player here"))
def _(place: Place, cast: Cast, name: str) -> None:
    cast.people[name] = place.join(name, "player")


@given(parsers.parse("{name:w} is a superadmin"))
def _(world: World, cast: Cast, name: str) -> None:
    cast.people[name] = world.people.join(name, superadmin=True)


@given(parsers.parse("{name:w} is an admin elsewhere"))
def _(elsewhere: Place, cast: Cast, name: str) -> None:
    cast.people[name] = elsewhere.join(name, "admin")


@given(parsers.parse("{name:w} is signed in here"))
def _(place: Place, cast: Cast, name: str) -> None:
    cast.people[name] = place.join(name, "player")
    cast.browsers[name] = place.sign_in(cast.people[name])


@given(parsers.parse("{name:w} is signed in on a phone"))
def _(place: Place, cast: Cast, name: str) -> None:
    cast.browsers["phone"] = place.sign_in(cast.people[name])


@given(parsers.parse("{name:w} is signed in elsewhere"))
def _(elsewhere: Place, cast: Cast, name: str) -> None:
    cast.browsers["elsewhere"] = elsewhere.sign_in(cast.people[name])


@when(parsers.parse("{name:w} signs in"))
def _(place: Place, cast: Cast, name: str) -> None:
    cast.page = place.sign_in(cast.people[name]).get("/", follow_redirects=True)


@when(parsers.parse('{name:w} opens "{path}" and signs in'))
def _(place: Place, cast: Cast, name: str, path: str) -> None:
    browser = place.browser()
    browser.follow_redirects = True
    form = browser.get(path)
    cast.page = place.world.people.fill_in(browser, form, cast.people[name])


@when(parsers.parse("{name:w} registers"))
def _(place: Place, cast: Cast, name: str) -> None:
    browser = place.browser()
    browser.follow_redirects = True
    form = browser.get("/auth/register")
    action = re.search(r'id="kc-register-form" method="post" action="([^"]+)"', form.text)
    assert action
    person = {"email": f"{name}-of-{place.name}@pointsbook.example".lower()}
    person |= {"firstName": name, "lastName": "Boateng"}
    password = {"password": "long enough", "password-confirm": "long enough"}
    cast.page = browser.post(form.url.join(unescape(action[1])), data=person | password)


@when(parsers.parse("{name:w} turns back at the sign-in service"))
def _(place: Place, cast: Cast) -> None:
    browser = place.browser()
    started = urlsplit(browser.get("/auth/sign-in").headers["location"])
    answer = {"state": parse_qs(started.query)["state"][0], "error": "access_denied"}
    cast.page = browser.get(f"{place.world.url}/auth/callback", params=answer)


@when(parsers.parse("the sign-in service fails while {name:w} signs in"))
def _(place: Place, cast: Cast, name: str) -> None:
    people = place.world.people
    browser = place.browser()
    browser.follow_redirects = True
    form = browser.get("/auth/sign-in")
    browser.follow_redirects = False
    back = people.fill_in(browser, form, cast.people[name])
    people.away = True
    cast.page = browser.get(back.headers["location"])


@when("the sign-in service goes away")
def _(place: Place) -> None:
    place.world.people.away = True
    place.make_renewal_due()


@when(parsers.parse("{name:w} signs out"))
def _(cast: Cast, name: str) -> None:
    browser = cast.browsers[name]
    browser.follow_redirects = True
    cast.page = send(browser, "/auth/sign-out")
    browser.follow_redirects = False


@when(parsers.parse("{name:w} signs the phone out"))
def _(place: Place, cast: Cast, name: str) -> None:
    phone = place.sessions()[1]["id"]
    assert send(cast.browsers[name], f"/auth/sessions/{phone}/sign-out").status_code == 303


@when(parsers.parse("{name:w} tries to sign Ama's session out"))
def _(place: Place, cast: Cast, name: str) -> None:
    amas = place.sessions()[0]["id"]
    assert send(cast.browsers[name], f"/auth/sessions/{amas}/sign-out").status_code == 404


@when(parsers.parse("{name:w} signs out everywhere"))
def _(cast: Cast, name: str) -> None:
    assert send(cast.browsers[name], "/auth/sign-out-everywhere").status_code == 303


@then(parsers.parse('{name:w} is welcomed as "{role}"'))
def _(cast: Cast, name: str, role: str) -> None:
    assert cast.sees(f"Welcome, {cast.people[name].username}") or cast.sees(f"Welcome, {name}")
    assert cast.sees(f"You are here as {role}.")


@then(parsers.parse('{name:w} sees "{text}"'))
def _(cast: Cast, text: str) -> None:
    assert cast.page
    assert cast.sees(text), cast.page.text


@then(parsers.parse("{name:w} is invited to try again"))
def _(place: Place, cast: Cast) -> None:
    assert cast.sees(f'href="{place.url}/auth/sign-in?next=%2F"')


@then(parsers.parse("{name:w} is still signed in"))
def _(cast: Cast, name: str) -> None:
    assert is_signed_in(cast.browsers[name])


@then(parsers.parse("{name:w} is signed out"))
def _(cast: Cast, name: str) -> None:
    assert not is_signed_in(cast.browsers[name])


@then("the phone is signed out")
def _(cast: Cast) -> None:
    assert not is_signed_in(cast.browsers["phone"])


@then(parsers.parse("all of {name:w}'s devices are signed out"))
def _(cast: Cast) -> None:
    assert not any(is_signed_in(browser) for browser in cast.browsers.values())


@then(parsers.parse("the sign-in service has forgotten {name:w}"))
def _(place: Place, cast: Cast, name: str) -> None:
    assert not place.world.people.remembers(cast.people[name])
