"""`/api/users/profile` and `/api/keys`: strict about what they take, plain in what they say."""

from typing import Any

import httpx
import pytest

from app.development.directory.state import Person
from tests.acceptance.identity.conftest import Place

PROFILE = {"display_name": "Ama M.", "time_zone": "Europe/Berlin", "locale": "de"}
KEY = {"name": "my program", "scopes": ["read"]}


@pytest.fixture
def ama(place: Place) -> Person:
    return place.join("Ama", "player")


@pytest.fixture
def program(place: Place, ama: Person) -> httpx.Client:
    program = place.browser()
    program.headers["authorization"] = f"Bearer {place.world.people.access_token(ama)}"
    return program


def test_a_program_reads_its_player_s_profile(program: httpx.Client, ama: Person) -> None:
    profile = program.get("/api/users/profile").json()

    assert profile.keys() == {
        "id",
        "display_name",
        "email",
        "born_on",
        "time_zone",
        "locale",
        "odds_format",
        "roles",
        "joined_at",
    }
    assert (profile["email"], profile["born_on"]) == (ama.email, "1990-01-01")
    assert profile["roles"] == ["player"]


def test_a_program_changes_it(program: httpx.Client) -> None:
    changed = program.put("/api/users/profile", json=PROFILE)

    assert changed.status_code == 200
    assert changed.json().items() >= PROFILE.items()
    assert program.get("/api/users/profile").json() == changed.json()


@pytest.mark.parametrize(
    "wrong",
    [
        {"display_name": None},
        {"display_name": 7},
        {"display_name": ""},
        {"display_name": "A"},
        {"display_name": "x" * 31},
        {"display_name": "A\u202ema"},
        {"display_name": "A\x00ma"},
        {"time_zone": "Mars/Olympus"},
        {"locale": "tlh"},
        {"roles": ["admin"]},
        {"id": "01920000-0000-7000-8000-000000000000"},
        {"email": "ama@pointsbook.example"},
        {"born_on": "1980-01-01"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(program: httpx.Client, wrong: dict[str, Any]) -> None:
    before = program.get("/api/users/profile").json()

    answer = program.put("/api/users/profile", json=PROFILE | wrong)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert program.get("/api/users/profile").json() == before


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b'{"display_name": "Ama"}'])
def test_what_is_no_profile_is_refused(program: httpx.Client, body: bytes) -> None:
    headers = {"content-type": "application/json"}

    answer = program.put("/api/users/profile", content=body, headers=headers)

    assert answer.status_code == 400


def test_a_name_is_taken_by_one_player(place: Place, program: httpx.Client) -> None:
    kofi = place.join("Kofi", "player")

    answer = program.put("/api/users/profile", json=PROFILE | {"display_name": kofi.username})

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/name-taken")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"name": ""}, 400),
        ({"name": "x" * 61}, 400),
        ({"name": "a\nb"}, 400),
        ({"scopes": []}, 400),
        ({"scopes": ["everything"]}, 400),
        ({"scopes": ["superadmin"]}, 400),
        ({"scopes": "read"}, 400),
        ({"scopes": ["results"]}, 403),
        ({"expires_at": "2020-01-01T00:00:00Z"}, 400),
        ({"expires_at": "2099-01-01T00:00:00"}, 400),
        ({"expires_at": 4_000_000_000}, 400),
        ({"id": "01920000-0000-7000-8000-000000000000"}, 400),
        ({"secret_hash": "x"}, 400),
    ],
    ids=str,
)
def test_a_key_that_makes_no_sense_is_not_made(
    program: httpx.Client, wrong: dict[str, Any], status: int
) -> None:
    answer = program.post("/api/keys", json=KEY | wrong)

    assert answer.status_code == status, answer.text
    assert program.get("/api/keys").json() == {"items": [], "next": None}


def test_the_list_of_keys_holds_no_key(program: httpx.Client) -> None:
    made = program.post("/api/keys", json=KEY | {"expires_at": "2099-01-01T00:00:00Z"}).json()

    [listed] = program.get("/api/keys").json()["items"]
    assert listed == {name: value for name, value in made.items() if name != "key"}


def test_keys_come_in_pages(program: httpx.Client) -> None:
    made = [program.post("/api/keys", json=KEY).json()["id"] for _ in range(2)]

    newest = program.get("/api/keys", params={"limit": 1}).json()
    older = program.get("/api/keys", params={"limit": 1, "after": newest["next"]}).json()

    assert [key["id"] for key in (*newest["items"], *older["items"])] == made[::-1]
    assert older["next"] is None


def test_a_service_account_is_no_player(place: Place) -> None:
    people = place.world.people
    account = people.realm.state.service_account("service")
    people.give_roles(account, f"{place.name}/player", f"{place.name}/results")
    answer = httpx.post(
        f"{people.url}/realms/pointsbook/protocol/openid-connect/token",
        data={"grant_type": "client_credentials"},
        auth=("service", "service-secret"),
    )
    headers = {"authorization": f"Bearer {answer.json()['access_token']}"}

    profile = place.browser().get("/api/users/profile", headers=headers)

    assert (profile.status_code, profile.json()["type"]) == (404, "/problems/no-player")


def test_a_person_who_has_not_joined_is_told_so(place: Place) -> None:
    token = place.world.people.access_token(place.arrive("Esi", "player", "admin"))
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}

    for path in ("/api/users/profile", "/api/keys", "/admin/people"):
        answer = place.browser().get(path, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-joined")


@pytest.fixture
def key(place: Place, program: httpx.Client) -> httpx.Client:
    made = program.post("/api/keys", json=KEY | {"scopes": ["read", "bet"]}).json()
    browser = place.browser()
    browser.headers.update({"authorization": f"Bearer {made['key']}", "accept": "application/json"})
    return browser


def test_a_key_learns_neither_address_nor_birthday(key: httpx.Client) -> None:
    profile = key.get("/api/users/profile").json()

    assert profile["display_name"]
    assert not {"email", "born_on"} & profile.keys()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/auth/sessions"),
        ("POST", "/auth/sessions/01920000-0000-7000-8000-000000000000/sign-out"),
        ("POST", "/auth/sign-out-everywhere"),
    ],
)
def test_a_key_has_no_say_in_sessions(key: httpx.Client, method: str, path: str) -> None:
    answer = key.request(method, path)

    assert (answer.status_code, answer.json().get("type")) == (403, "/problems/not-with-key")


def test_a_change_of_roles_holds_up_no_change_of_name(place: Place, program: httpx.Client) -> None:
    with place.as_superuser() as superuser:
        superuser.execute(
            "select pg_advisory_xact_lock(hashtextextended('people ' || %s, 0))",
            [str(place.tenant_id)],
        )
        assert program.put("/api/users/profile", json=PROFILE).status_code == 200
