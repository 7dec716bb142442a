"""`/api/auth`: programs sign their people in, stay signed in, sign out."""

import re
import secrets
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.development.directory.state import Person
from tests.acceptance.identity.conftest import Place

LOOPBACK = "http://127.0.0.1:49152/callback"


@pytest.fixture
def ama(place: Place) -> Person:
    return place.join("Ama", "player")


@pytest.fixture
def program(place: Place) -> httpx.Client:
    browser = place.browser()
    browser.headers["accept"] = "application/json"
    return browser


def login(program: httpx.Client, **body: str) -> httpx.Response:
    return program.post("/api/auth/login", json=body)


def problem(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json()["type"]).removeprefix("/problems/")


def confirm(place: Place, url: str, person: Person) -> None:
    """The person opens the address, signs in and says yes."""
    browser = place.browser()
    browser.follow_redirects = True
    asked = place.world.people.fill_in(browser, browser.get(url), person)
    action = re.search(r'method="post" action="([^"]+)"', asked.text)
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', asked.text))
    assert action, asked.text
    done = browser.post(asked.url.join(unescape(action[1])), data=fields | {"accept": "yes"})
    assert "signed in" in done.text


def device_tokens(place: Place, program: httpx.Client, person: Person) -> dict[str, str]:
    device = login(program, flow="device").json()
    confirm(place, device["verification_uri_complete"], person)
    tokens: dict[str, str] = login(program, flow="device", device_code=device["device_code"]).json()
    return tokens


def who(program: httpx.Client, tokens: dict[str, str]) -> int:
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    return program.get("/auth/sessions", headers=headers).status_code


def test_a_device_is_told_where_its_person_confirms(program: httpx.Client) -> None:
    device = login(program, flow="device").json()

    assert {"device_code", "user_code", "verification_uri", "expires_in", "interval"} <= set(device)


def test_a_device_waits_and_is_slowed_down(program: httpx.Client) -> None:
    code = login(program, flow="device").json()["device_code"]

    first = login(program, flow="device", device_code=code)
    hasty = login(program, flow="device", device_code=code)

    assert (first.status_code, problem(first)) == (409, "authorization-pending")
    assert (hasty.status_code, problem(hasty)) == (429, "slow-down")
    assert hasty.headers["retry-after"] == "5"


def test_a_confirmed_device_is_signed_in(place: Place, program: httpx.Client, ama: Person) -> None:
    tokens = device_tokens(place, program, ama)

    assert tokens["token_type"] == "Bearer"
    assert who(program, tokens) == 200


def test_an_unknown_device_is_refused(program: httpx.Client) -> None:
    answer = login(program, flow="device", device_code="made-up.verifier")

    assert (answer.status_code, problem(answer)) == (401, "sign-in-over")


def test_a_program_with_a_browser_is_signed_in(
    place: Place, program: httpx.Client, ama: Person
) -> None:
    flow = login(program, flow="code", redirect_uri=LOOPBACK).json()
    browser = place.browser()
    back = place.world.people.fill_in(browser, browser.get(flow["authorization_url"]), ama)
    query = parse_qs(urlsplit(back.headers["location"]).query)
    assert query["state"] == [flow["state"]]
    redeemed = {"code": query["code"][0], "redirect_uri": LOOPBACK}

    stolen = login(program, flow="code", code_verifier=secrets.token_urlsafe(48), **redeemed)
    assert problem(stolen) == "sign-in-over"

    flow = login(program, flow="code", redirect_uri=LOOPBACK).json()
    back = browser.get(flow["authorization_url"])
    code = parse_qs(urlsplit(back.headers["location"]).query)["code"][0]
    tokens = login(
        program,
        flow="code",
        code=code,
        code_verifier=flow["code_verifier"],
        redirect_uri=LOOPBACK,
    )
    assert who(program, tokens.json()) == 200


def test_tokens_that_answer_another_request_are_not_a_program_s(
    place: Place, program: httpx.Client, ama: Person
) -> None:
    flow = login(program, flow="code", redirect_uri=LOOPBACK).json()
    url = httpx.URL(flow["authorization_url"]).copy_set_param("nonce", "another")
    browser = place.browser()
    back = place.world.people.fill_in(browser, browser.get(url), ama)
    code = parse_qs(urlsplit(back.headers["location"]).query)["code"][0]

    answer = login(
        program,
        flow="code",
        code=code,
        code_verifier=flow["code_verifier"],
        redirect_uri=LOOPBACK,
    )

    assert (answer.status_code, problem(answer)) == (409, "sign-in-refused")
    assert "access_token" not in answer.text


def test_a_program_stays_signed_in(place: Place, program: httpx.Client, ama: Person) -> None:
    tokens = device_tokens(place, program, ama)

    fresh = program.post("/api/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
    again = program.post("/api/auth/refresh", json={"refresh_token": tokens["refresh_token"]})

    assert who(program, fresh.json()) == 200
    assert (again.status_code, problem(again)) == (401, "sign-in-over")


def test_a_program_signs_out(place: Place, program: httpx.Client, ama: Person) -> None:
    body = {"refresh_token": device_tokens(place, program, ama)["refresh_token"]}

    for _ in range(2):
        assert program.request("DELETE", "/api/auth/logout", json=body).status_code == 204

    assert program.post("/api/auth/refresh", json=body).status_code == 401


def test_signing_nobody_out_is_a_mistake(program: httpx.Client) -> None:
    answer = program.delete("/api/auth/logout")

    assert (answer.status_code, problem(answer)) == (400, "nothing-to-end")


def test_registration_is_a_page(place: Place, program: httpx.Client) -> None:
    url = program.post("/api/auth/register").json()["registration_url"]

    assert url == f"{place.url}/auth/register"
    page = place.browser()
    page.follow_redirects = True
    assert "kc-register-form" in page.get(url).text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"flow": "password"},
        {"flow": "device", "username": "ama"},
        {"flow": "device", "device_code": ""},
        {"flow": "device", "device_code": "x" * 20_000},
        {"flow": "code"},
        {"flow": "code", "redirect_uri": LOOPBACK, "code": "half"},
        {"flow": "code", "redirect_uri": LOOPBACK, "code_verifier": "half"},
        {"flow": "code", "redirect_uri": 1},
        [],
        "device",
    ],
    ids=str,
)
def test_a_login_that_makes_no_sense_is_refused(program: httpx.Client, body: object) -> None:
    assert program.post("/api/auth/login", json=body).status_code == 400


def test_while_the_provider_is_away_programs_wait(place: Place, program: httpx.Client) -> None:
    place.world.people.away = True

    for answer in (
        login(program, flow="device"),
        login(program, flow="device", device_code="some.code"),
        login(program, flow="code", redirect_uri=LOOPBACK, code="x", code_verifier="y"),
        program.post("/api/auth/refresh", json={"refresh_token": "x"}),
        program.request("DELETE", "/api/auth/logout", json={"refresh_token": "x"}),
    ):
        assert (answer.status_code, problem(answer)) == (503, "sign-in-unavailable")
        assert "retry-after" in answer.headers
