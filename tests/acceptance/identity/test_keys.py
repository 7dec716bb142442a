"""Steps of keys.feature, played over HTTP."""

import re
from dataclasses import dataclass, field
from typing import Any

import httpx
import psycopg
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.development.directory.state import Person
from tests.acceptance.identity.conftest import Place, send

scenarios("keys.feature")


@dataclass
class Scene:
    place: Place
    people: dict[str, Person] = field(default_factory=dict)
    key: str = ""
    key_id: str = ""
    answer: httpx.Response | None = None
    noted: object = None

    def ask(self, name: str, method: str, path: str, **body: Any) -> httpx.Response:  # noqa: ANN401
        token = self.place.world.people.access_token(self.people[name])
        headers = {"authorization": f"Bearer {token}"}
        answer = self.place.browser().request(method, path, headers=headers, **body)
        self.answer = answer
        return answer

    def make_key(self, name: str, scope: str) -> None:
        body = {"name": "my program", "scopes": [scope]}
        answer = self.ask(name, "POST", "/api/keys", json=body)
        assert answer.status_code == 201, answer.text
        self.key, self.key_id = answer.json()["key"], answer.json()["id"]

    def use_key(self, method: str, path: str, **body: Any) -> httpx.Response:  # noqa: ANN401
        answer = ask_with(self.place, self.key, method, path, **body)
        self.answer = answer
        return answer

    def column(self, name: str) -> object:
        with psycopg.connect(self.place.world.database.url("postgres").reveal()) as superuser:
            return superuser.execute(
                f"select {name} from api_key where id = %s",  # noqa: S608
                [self.key_id],
            ).fetchone()


def ask_with(place: Place, key: str, method: str, path: str, **body: Any) -> httpx.Response:  # noqa: ANN401
    headers = {"authorization": f"Bearer {key}", "accept": "application/json"}
    return place.browser().request(method, path, headers=headers, **body)


@pytest.fixture
def scene(place: Place) -> Scene:
    return Scene(place)


@given(parsers.parse("{name:w} is a player here"))
def _(place: Place, scene: Scene, name: str) -> None:
    scene.people[name] = place.join(name, "player")


@given(parsers.parse("{name:w} is an admin here"))
def _(place: Place, scene: Scene, name: str) -> None:
    scene.people[name] = place.join(name, "player", "admin")


@given(parsers.parse('{name:w} has a key that may "{scope}"'))
def _(scene: Scene, name: str, scope: str) -> None:
    scene.make_key(name, scope)


@when(parsers.parse('{name:w} makes a key that may "{scope}"'), target_fixture="browser")
def _(place: Place, scene: Scene, name: str, scope: str) -> httpx.Client:
    browser = place.sign_in(scene.people[name])
    fields = {"name": "my program", scope: "true"}
    scene.answer = send(browser, "/profile/keys", **fields)
    return browser


@when(parsers.parse('{name:w}\'s program asks for a key that may "{scope}"'))
def _(scene: Scene, name: str, scope: str) -> None:
    scene.ask(name, "POST", "/api/keys", json={"name": "greedy", "scopes": [scope]})


@when("the key signs Ama out everywhere")
def _(scene: Scene) -> None:
    scene.use_key("POST", "/auth/sign-out-everywhere")


@when("the key asks for another key")
def _(scene: Scene) -> None:
    scene.use_key("POST", "/api/keys", json={"name": "another", "scopes": ["read"]})


@when("the key changes Ama's name")
def _(scene: Scene) -> None:
    body = {"display_name": "Eve", "time_zone": "UTC", "locale": "en"}
    scene.use_key("PUT", "/api/users/profile", json=body)


@given("Yaw is a superadmin", target_fixture="yaw")
def _(place: Place) -> httpx.Client:
    return place.sign_in(place.world.people.join("Yaw", superadmin=True))


@when("Yaw opens the page of keys")
def _(scene: Scene, yaw: httpx.Client) -> None:
    scene.answer = yaw.get("/profile/keys")


@when("Yaw opens the first page")
def _(scene: Scene, yaw: httpx.Client) -> None:
    scene.answer = yaw.get("/platform")


@then("Yaw is asked to join, and led back to the keys")
def _(scene: Scene, yaw: httpx.Client) -> None:
    assert scene.answer
    assert scene.answer.headers.get("location") == "/welcome?next=/profile/keys"
    assert "/profile/keys" in yaw.get(scene.answer.headers["location"]).text


@then("Yaw sees where to look after communities")
def _(scene: Scene) -> None:
    assert scene.answer
    assert "/platform/communities" in scene.answer.text


@when("the key reads the audit record")
def _(scene: Scene) -> None:
    scene.use_key("GET", "/api/audit")


@when("Efua is demoted")
def _(scene: Scene, place: Place) -> None:
    scene.people["Yaw"] = place.world.people.join("Yaw", superadmin=True)
    scene.people["Kojo"] = place.join("Kojo", "admin")
    path = f"/admin/people/{scene.people['Efua'].id}/demote"
    assert (
        scene.ask("Yaw", "POST", path, data={"role": "admin", "reason": "a test"}).status_code
        == 303
    )


@when(parsers.parse("{name:w} revokes the key"))
@when(parsers.parse("{name:w} tries to revoke the key"))
def _(scene: Scene, name: str) -> None:
    status = scene.ask(name, "DELETE", f"/api/keys/{scene.key_id}").status_code
    assert status == (204 if name == "Ama" else 404)


@when("the key's last day has passed")
def _(scene: Scene) -> None:
    scene.place.change("api_key", expires_at="now()")


@when("Ama is suspended, and then let off")
def _(scene: Scene, place: Place) -> None:
    scene.people["Efua"] = place.join("Efua", "admin")
    path = f"/admin/people/{scene.people['Ama'].id}"
    for act in ("suspend", "resume"):
        answer = scene.ask("Efua", "POST", f"{path}/{act}", data={"reason": "a test"})
        assert answer.status_code == 303


@when("the key's secret is changed")
def _(scene: Scene) -> None:
    scene.key = scene.key[:-1] + ("a" if scene.key[-1] != "a" else "b")


@when("the key is used twice in a minute")
def _(scene: Scene) -> None:
    scene.use_key("GET", "/api/users/profile")
    scene.place.change("api_key", updated_at="'2026-01-01'")
    scene.noted = scene.column("last_used_at, updated_at")
    scene.use_key("GET", "/api/users/profile")


@then("its use was noted once")
def _(scene: Scene) -> None:
    assert scene.noted is not None
    assert scene.column("last_used_at, updated_at") == scene.noted


@then("Ama sees the key, and never again")
def _(scene: Scene, browser: httpx.Client, place: Place) -> None:
    assert scene.answer is not None
    shown = re.search(r"pb_[0-9a-f]{32}_[\w-]{43}", scene.answer.text)
    assert shown, scene.answer.text
    assert ask_with(place, shown[0], "GET", "/api/users/profile").status_code == 200
    again = browser.get("/profile/keys").text
    assert "my program" in again
    assert "pb_" not in again


@then("the key reads Ama's profile")
def _(scene: Scene) -> None:
    answer = scene.use_key("GET", "/api/users/profile")
    assert answer.status_code == 200
    assert answer.json()["display_name"] == scene.people["Ama"].username


@then("the key reads the audit record")
def _(scene: Scene) -> None:
    assert scene.use_key("GET", "/api/audit").status_code == 200


@then(parsers.parse('the answer is {status:d} "{problem}"'))
def _(scene: Scene, status: int, problem: str) -> None:
    assert scene.answer is not None
    found = scene.answer.status_code, scene.answer.json()["type"]
    assert found == (status, f"/problems/{problem}"), scene.answer.text


@then("the key is refused")
def _(scene: Scene) -> None:
    check_refused(scene.use_key("GET", "/api/users/profile"))


@then("the key is refused elsewhere")
def _(scene: Scene, elsewhere: Place) -> None:
    check_refused(ask_with(elsewhere, scene.key, "GET", "/api/users/profile"))


def check_refused(answer: httpx.Response) -> None:
    """In the same words whatever is wrong with the key."""
    assert answer.status_code == 401
    assert answer.json() == {
        "type": "/problems/key-refused",
        "title": "This key is not valid, or not any more.",
        "status": 401,
    }
