"""Who loses a role has lost it: neither a sign-in under way nor a token in hand brings it back."""

import time
from typing import Any

import httpx
import psycopg
import pytest

from app.development.directory.state import Person
from app.identity.rules.players import TERMS_VERSION
from tests.acceptance.identity.conftest import Place, is_signed_in, send

LOSSES = {
    "demoted": ("/admin/people/{}/demote", {"role": "admin", "reason": "He was careless."}),
    "suspended": ("/admin/people/{}/suspend", {"reason": "He was rude."}),
    "locked out": ("/platform/people/{}/lock-out", {"reason": "He cheats."}),
}


@pytest.fixture
def kojo(place: Place) -> Person:
    return place.join("Kojo", "player", "admin")


def lose(place: Place, person: Person, loss: str) -> None:
    path, fields = LOSSES[loss]
    yaw = place.sign_in(place.world.people.join("Yaw", superadmin=True))
    place.join("Efua", "player", "admin")
    assert send(yaw, path.format(person.id), **fields).status_code == 303


def handed_over(place: Place, browser: httpx.Client, person: Person) -> str:
    form = browser.get(browser.get("/auth/sign-in").headers["location"])
    back = place.world.people.fill_in(browser, form, person)
    return browser.get(back.headers["location"]).headers["location"]


def ask(place: Place, token: str) -> int:
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    return place.browser().get("/admin/community", headers=headers).status_code


@pytest.mark.parametrize("loss", LOSSES)
def test_a_sign_in_under_way_ends(place: Place, kojo: Person, loss: str) -> None:
    browser = place.browser()
    url = handed_over(place, browser, kojo)

    lose(place, kojo, loss)

    assert browser.get(url).status_code == 409
    assert not is_signed_in(browser)


def test_a_sign_out_at_the_provider_ends_it_too(place: Place, kojo: Person) -> None:
    browser = place.browser()
    url = handed_over(place, browser, kojo)

    token = place.world.people.logout_token(sub=kojo.id)
    told = place.browser().post("/auth/backchannel-logout", data={"logout_token": token})

    assert told.status_code == 200
    assert browser.get(url).status_code == 409


def test_a_proof_from_before_makes_no_session(place: Place, kojo: Person) -> None:
    def age(_kind: str, claims: dict[str, Any]) -> dict[str, Any]:
        return claims | {"iat": claims["iat"] - 60}

    place.world.people.twist = age
    place.change("player", roles_since="clock_timestamp() - interval '30 seconds'")
    browser = place.browser()

    answer = browser.get(handed_over(place, browser, kojo))

    assert answer.status_code == 409
    assert not is_signed_in(browser)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_token_from_before_is_over(place: Place, kojo: Person, loss: str) -> None:
    token = place.world.people.access_token(kojo)
    assert ask(place, token) == 200

    lose(place, kojo, loss)

    assert ask(place, token) == 401


def test_a_token_from_after_tells_what_is_left(place: Place, kojo: Person) -> None:
    lose(place, kojo, "demoted")

    assert ask(place, place.world.people.access_token(kojo, iat=int(time.time()) + 1)) == 403


def test_joining_again_ends_no_suspension(place: Place, kojo: Person) -> None:
    lose(place, kojo, "suspended")
    token = place.world.people.access_token(kojo, iat=int(time.time()) + 1)
    answers = {
        "display_name": "Kojo Again",
        "born_on": "1990-01-01",
        "time_zone": "Africa/Accra",
        "locale": "en",
        "terms_version": TERMS_VERSION,
        "accepts": "true",
        "next": "/",
    }

    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    answer = place.browser().post("/welcome", data=answers, headers=headers)

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/suspended")
    now = place.world.people.realm.state.person(kojo.id)
    assert now
    assert now.groups == ()


@pytest.mark.parametrize(
    ("table", "column"),
    [("player", "subject"), ("player", "created_at"), ("api_key", "scopes")],
)
def test_the_application_cannot_change_what_never_changes(
    place: Place, table: str, column: str
) -> None:
    with psycopg.connect(place.world.database.url("app").reveal()) as tx:
        query = f"select has_column_privilege('{table}', '{column}', 'update')"
        assert tx.execute(query).fetchone() == (False,)
