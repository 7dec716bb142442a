"""Steps of joining.feature, played over HTTP with a real provider."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import httpx
import psycopg
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.development.directory.state import Person
from app.identity.rules.players import TERMS_VERSION
from app.identity.rules.sealing import answer_context
from app.plumbing.vault import Vault
from app.tenants.web.finding import MEMORY_SECONDS
from tests.acceptance.identity.conftest import Place, send

pytestmark = pytest.mark.usefixtures("world")

scenarios("joining.feature")


@dataclass
class Ama:
    person: Person
    browser: httpx.Client
    page: httpx.Response | None = None

    def join(self, **answers: str) -> None:
        usual = {
            "display_name": "Ama Mensah",
            "born_on": "1990-01-01",
            "time_zone": "Africa/Accra",
            "locale": "en",
            "terms_version": TERMS_VERSION,
            "accepts": "true",
            "next": "/",
        }
        self.page = send(self.browser, "/welcome", **(usual | answers))

    def sees(self, text: str) -> bool:
        assert self.page is not None
        return text in self.page.text


def today() -> date:
    return datetime.now(UTC).date()


def birthday(years: int, day: date) -> str:
    # On 29 February there is no such birthday; the day before will do for these tests.
    return day.replace(year=day.year - years, day=min(day.day, 28)).isoformat()


@pytest.fixture
def ama(place: Place) -> Ama:
    person = place.arrive("Ama")
    return Ama(person, place.sign_in(person))


@given("Ama is new here")
def _(ama: Ama) -> None:
    assert ama.browser.get("/").status_code == 303


@given(parsers.parse('Ama has joined as "{name}"'))
@when(parsers.parse('Ama joins as "{name}"'))
def _(ama: Ama, name: str) -> None:
    ama.join(display_name=name)


@given(parsers.parse('"{name}" plays here'))
def _(place: Place, name: str) -> None:
    browser = place.sign_in(place.arrive(name))
    kofi = Ama(place.arrive(name), browser)
    kofi.join(display_name=name)
    assert kofi.page is not None
    assert kofi.page.status_code == 303, kofi.page.text


@given("Ama was turned away for her age")
def _(ama: Ama) -> None:
    ama.join(born_on=birthday(17, today()))
    assert ama.page is not None
    assert ama.page.status_code == 403


@given(parsers.parse("the community has room for {players:d} player"))
def _(place: Place, players: int) -> None:
    place.change("tenant", settings=f"""'{{"limits": {{"players": {players}}}}}'""")
    time.sleep(MEMORY_SECONDS)


@given("the terms change")
@when("the terms change")
def _(place: Place) -> None:
    place.change("consent", version="'1999-01'")


@when(parsers.parse('Ama opens "{page}"'))
def _(ama: Ama, page: str) -> None:
    ama.page = ama.browser.get(page)


@when("Ama signs in on another device")
def _(place: Place, ama: Ama) -> None:
    ama.browser = place.sign_in(ama.person)


@when("Ama joins, 18 years old today")
def _(ama: Ama) -> None:
    ama.join(born_on=birthday(18, today()))


@when("Ama joins, 18 years old tomorrow")
def _(ama: Ama) -> None:
    tomorrow = today() + timedelta(days=1)
    ama.join(born_on=tomorrow.replace(year=tomorrow.year - 18).isoformat())


@when("Ama's day has come")
def _(place: Place, ama: Ama) -> None:
    with place.as_superuser() as superuser:
        query = "select id from too_young where tenant_id = %s"
        [[answer_id]] = superuser.execute(query, [place.tenant_id]).fetchall()
    answer = json.dumps({"subject": ama.person.id, "until": today().isoformat()})
    vault = Vault.parse(place.world.settings.field_keys)
    sealed = vault.seal(answer, answer_context(place.tenant_id, answer_id))
    place.change("too_young", answer_sealed=f"'\\x{sealed.hex()}'")


@when("Ama joins elsewhere, where younger people may play")
def _(elsewhere: Place, ama: Ama) -> None:
    elsewhere.change("tenant", settings="""'{"minimum_age": 16}'""")
    ama.browser = elsewhere.sign_in(ama.person)
    ama.join(born_on=birthday(17, today()))


@when("Ama joins without agreeing to the terms")
def _(ama: Ama) -> None:
    ama.join(accepts="")


@when("Ama accepts the new terms")
def _(ama: Ama) -> None:
    fields = {"terms_version": TERMS_VERSION, "accepts": "true"}
    ama.page = send(ama.browser, "/welcome/terms", **fields)


@when("the sign-in service goes away")
def _(place: Place) -> None:
    place.world.people.away = True


@when(parsers.parse('Ama changes her name to "{name}"'))
def _(ama: Ama, name: str) -> None:
    fields = {
        "display_name": name, "time_zone": "Africa/Accra", "locale": "en", "odds_format": "decimal",
    }  # fmt: skip
    ama.page = send(ama.browser, "/profile", **fields)


@then(parsers.parse('Ama is welcomed as "{name}", a player'))
def _(ama: Ama, name: str) -> None:
    home = ama.browser.get("/").text
    assert f"Welcome, {name}" in home
    assert "You are here as player." in home


@then("Ama is a player here")
@then("Ama is a player elsewhere")
def _(ama: Ama) -> None:
    assert "You are here as player." in ama.browser.get("/").text


@then(parsers.parse('Ama is led to the welcome page, and back to "{page}" after it'))
def _(ama: Ama, page: str) -> None:
    assert ama.page is not None
    assert ama.page.status_code == 303
    assert ama.page.headers["location"] == f"/welcome?next={quote(page, safe='/')}"
    ama.join(next=page)
    assert ama.page.headers["location"] == page


@then("Ama is told that she is not old enough yet")
def _(ama: Ama) -> None:
    assert ama.page is not None
    assert ama.page.status_code == 403
    assert ama.sees("You are not old enough to play here yet.")


@then("nothing is known of Ama here")
def _(place: Place, ama: Ama) -> None:
    with psycopg.connect(place.world.database.url("postgres").reveal()) as superuser:
        found = superuser.execute("select from player where subject = %s", [ama.person.id])
        assert found.fetchall() == []
    person = place.world.people.realm.state.person(ama.person.id)
    assert person is not None
    assert person.groups == ()


@then("the welcome page offers Ama no form")
def _(ama: Ama) -> None:
    page = ama.browser.get("/welcome")
    assert page.status_code == 403
    assert '<form method="post" action="/welcome"' not in page.text


@then(parsers.parse('Ama is told "{text}"'))
def _(ama: Ama, text: str) -> None:
    assert ama.page is not None
    assert ama.page.status_code in {409, 422, 503}
    assert ama.sees(text), ama.page.text


@then("the form still knows her date of birth")
def _(ama: Ama) -> None:
    assert ama.sees('value="1990-01-01"')


@then("Ama is asked to accept them before she goes on")
def _(ama: Ama) -> None:
    assert ama.browser.get("/profile").headers["location"] == "/welcome?next=/profile"
    assert "Our terms have changed" in ama.browser.get("/welcome").text
    assert ama.browser.put("/api/users/profile").status_code == 403
