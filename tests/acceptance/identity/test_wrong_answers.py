"""A provider whose tokens are not in order: each is signed with its true key, none signs in."""

from typing import Any

import pytest

from tests.acceptance.identity.conftest import Place, is_signed_in

# Not relative to now: every test process must give its tests the same names.
LONG_AGO = 1_000_000_000
FAR_AWAY = 4_000_000_000
EVIL = "https://evil.example/realms/pointsbook"

WRONG = [
    ("id_token", {"iss": EVIL}),
    ("id_token", {"iss": None}),
    ("id_token", {"aud": "api"}),
    ("id_token", {"aud": []}),
    ("id_token", {"aud": None}),
    ("id_token", {"aud": ["web", "other"], "azp": "other"}),
    ("id_token", {"azp": "api"}),
    ("id_token", {"nonce": "another"}),
    ("id_token", {"nonce": None}),
    ("id_token", {"nonce": ""}),
    ("id_token", {"exp": LONG_AGO}),
    ("id_token", {"exp": None}),
    ("id_token", {"exp": "tomorrow"}),
    ("id_token", {"iat": FAR_AWAY}),
    ("id_token", {"nbf": FAR_AWAY}),
    ("id_token", {"typ": "Bearer"}),
    ("id_token", {"typ": None}),
    ("id_token", {"sub": None}),
    ("id_token", {"sub": ""}),
    ("id_token", {"sub": "somebody-else"}),
    ("id_token", {"sid": "another"}),
    ("access_token", {"iss": EVIL}),
    ("access_token", {"aud": ["web"]}),
    ("access_token", {"aud": None}),
    ("access_token", {"azp": "api"}),
    ("access_token", {"azp": None}),
    ("access_token", {"exp": LONG_AGO}),
    ("access_token", {"exp": None}),
    ("access_token", {"typ": "ID"}),
    ("access_token", {"sub": "somebody-else"}),
    ("access_token", {"sid": "another"}),
    ("access_token", {"groups": "/communities/demo/admin"}),
]


@pytest.mark.parametrize(("kind", "wrong"), WRONG, ids=str)
def test_a_wrong_answer_signs_nobody_in(place: Place, kind: str, wrong: dict[str, Any]) -> None:
    people = place.world.people
    people.twist = lambda token, claims: claims | (wrong if token == kind else {})
    browser = place.browser()
    form = browser.get(browser.get("/auth/sign-in").headers["location"])
    back = people.fill_in(browser, form, place.join("Ama", "player"))

    answer = browser.get(back.headers["location"])

    assert answer.status_code == 409
    assert "was not in order" in answer.text
    assert place.sessions() == []


@pytest.mark.parametrize("wrong", [w for kind, w in WRONG if kind == "access_token"], ids=str)
def test_a_wrong_renewal_ends_the_session(place: Place, wrong: dict[str, Any]) -> None:
    browser = place.sign_in(place.join("Ama", "player"))
    people = place.world.people
    people.twist = lambda token, claims: claims | (wrong if token == "access_token" else {})
    place.make_renewal_due()

    assert not is_signed_in(browser)
    assert place.sessions() == []
