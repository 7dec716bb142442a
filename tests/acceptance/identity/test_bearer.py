"""Programs with an access token: who they are, and which tokens are none."""

import httpx
import pytest

from app.development.directory.state import Person
from tests.acceptance.identity.conftest import Place

# Not relative to now: every test process must give its tests the same names.
LONG_AGO = 1_000_000_000
FAR_AWAY = 4_000_000_000


@pytest.fixture
def efua(place: Place) -> Person:
    return place.join("Efua", "admin")


def ask(place: Place, token: str, path: str = "/admin/community") -> httpx.Response:
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    return place.browser().get(path, headers=headers)


def test_an_access_token_brings_its_person_s_roles(place: Place, efua: Person) -> None:
    assert ask(place, place.world.people.access_token(efua)).status_code == 200


def test_roles_hold_in_their_community_alone(place: Place, elsewhere: Place, efua: Person) -> None:
    answer = ask(elsewhere, place.world.people.access_token(efua))

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": ["web"]},
        {"aud": []},
        {"iss": "https://evil.example/realms/pointsbook"},
        {"exp": LONG_AGO},
        {"exp": None},
        {"iat": FAR_AWAY},
        {"typ": "ID"},
        {"typ": "Refresh"},
        {"typ": None},
        {"sub": ""},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_is_refused(
    place: Place, efua: Person, wrong: dict[str, object]
) -> None:
    answer = ask(place, place.world.people.access_token(efua, **wrong))

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="pointsbook", error="invalid_token"'
    assert answer.json()["type"] == "/problems/token-refused"


@pytest.mark.parametrize("token", ["x", "a.b.c", "pb_unknown", "é"])
def test_what_is_no_token_is_refused(place: Place, token: str) -> None:
    headers = {b"authorization": f"Bearer {token}".encode(), b"accept": b"application/json"}

    answer = place.browser().get("/", headers=headers)

    assert answer.status_code == 401


def test_without_a_token_programs_learn_what_they_lack(place: Place) -> None:
    answer = place.browser().get("/admin/community", headers={"accept": "application/json"})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="pointsbook"'


def test_new_signing_keys_refuse_nobody(place: Place, efua: Person) -> None:
    people = place.world.people
    before = people.access_token(efua)
    assert ask(place, before).status_code == 200

    people.realm.state.rotate_keys()

    assert ask(place, people.access_token(efua)).status_code == 200
    assert ask(place, before).status_code == 200


def test_known_keys_serve_while_the_provider_is_away(place: Place, efua: Person) -> None:
    token = place.world.people.access_token(efua)
    assert ask(place, token).status_code == 200

    place.world.people.away = True

    assert ask(place, token).status_code == 200


def test_a_program_needs_no_csrf_token(place: Place, efua: Person) -> None:
    headers = {"authorization": f"Bearer {place.world.people.access_token(efua)}"}

    answer = place.browser().post("/auth/sign-out-everywhere", headers=headers)

    assert answer.status_code == 303


def test_a_service_account_has_its_groups_roles(place: Place) -> None:
    people = place.world.people
    account = people.realm.state.service_account("service")
    people.give_roles(account, f"{place.name}/results", f"{place.name}/admin")
    answer = httpx.post(
        f"{people.url}/realms/pointsbook/protocol/openid-connect/token",
        data={"grant_type": "client_credentials"},
        auth=("service", "service-secret"),
    )

    assert ask(place, answer.json()["access_token"]).status_code == 200


def test_a_token_beats_a_cookie(place: Place, efua: Person) -> None:
    browser = place.sign_in(efua)
    headers = {"authorization": "Bearer x", "accept": "application/json"}

    assert browser.get("/admin/community", headers=headers).status_code == 401
