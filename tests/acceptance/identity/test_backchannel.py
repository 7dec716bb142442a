"""The provider's own word that somebody signed out (OpenID Connect Back-Channel Logout 1.0)."""

import time

import httpx
import pytest

from app.development.directory import tokens
from tests.acceptance.identity.conftest import Place, is_signed_in

# Not relative to now: every test process must give its tests the same names.
LONG_AGO = 1_000_000_000


@pytest.fixture
def browser(place: Place) -> httpx.Client:
    return place.sign_in(place.join("Ama", "player"))


def tell(place: Place, token: str) -> httpx.Response:
    return httpx.post(
        f"http://127.0.0.1:{place.world.port}/auth/backchannel-logout",
        data={"logout_token": token},
    )


def facts(place: Place) -> dict[str, str]:
    row = place.sessions()[0]
    return {"sub": row["subject"], "sid": row["provider_session"]}


def test_one_session_ends_by_its_id(place: Place, browser: httpx.Client) -> None:
    named = facts(place)
    ama = place.world.people.realm.state.person(named["sub"])
    assert ama
    other = place.sign_in(ama)

    answer = tell(place, place.world.people.logout_token(**named))

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert not is_signed_in(browser)
    assert is_signed_in(other)


def test_all_sessions_of_a_person_end_in_all_communities(
    place: Place, elsewhere: Place, browser: httpx.Client
) -> None:
    subject = facts(place)["sub"]
    ama = place.world.people.realm.state.person(subject)
    assert ama
    others = [place.sign_in(ama), elsewhere.sign_in(ama)]
    kofi = place.sign_in(place.join("Kofi"))

    assert tell(place, place.world.people.logout_token(sub=subject)).status_code == 200

    assert not any(map(is_signed_in, [browser, *others]))
    assert is_signed_in(kofi)


def test_a_sign_out_is_told_once(place: Place, browser: httpx.Client) -> None:
    subject = facts(place)["sub"]
    token = place.world.people.logout_token(sub=subject)
    assert tell(place, token).status_code == 200
    assert not is_signed_in(browser)
    ama = place.world.people.realm.state.person(subject)
    assert ama
    anew = place.sign_in(ama)

    assert tell(place, token).status_code == 400
    assert is_signed_in(anew)


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "api"},
        {"iss": "https://evil.example/realms/pointsbook"},
        {"exp": LONG_AGO},
        {"typ": "ID"},
        {"events": {}},
        {"events": {tokens.LOGOUT_EVENT: "yes"}},
        {"nonce": "a-nonce"},
        {"sub": None, "sid": None},
        {"jti": None},
    ],
    ids=str,
)
def test_a_token_that_is_no_sign_out_ends_nothing(
    place: Place, browser: httpx.Client, wrong: dict[str, object]
) -> None:
    answer = tell(place, place.world.people.logout_token(**(facts(place) | wrong)))

    assert answer.status_code == 400
    assert is_signed_in(browser)


def test_a_token_that_another_key_signed_ends_nothing(place: Place, browser: httpx.Client) -> None:
    people = place.world.people
    header, payload, _ = people.logout_token(**facts(place)).split(".")
    signature = people.logout_token(sub="somebody-else").split(".")[2]

    assert tell(place, f"{header}.{payload}.{signature}").status_code == 400
    assert is_signed_in(browser)


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
def test_nonsense_ends_nothing(place: Place, browser: httpx.Client, token: str) -> None:
    assert tell(place, token).status_code == 400
    assert is_signed_in(browser)


def test_a_sign_out_at_the_provider_is_one_here(place: Place, browser: httpx.Client) -> None:

    page = browser.get(f"{place.world.people.url}/realms/pointsbook/protocol/openid-connect/logout")
    action = page.text.partition('action="')[2].partition('"')[0]
    browser.post(f"{place.world.people.url}{action}")

    deadline = time.monotonic() + 5
    while is_signed_in(browser):
        assert time.monotonic() < deadline
