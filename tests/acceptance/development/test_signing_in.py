"""Signing in at the directory: from the form to a code, and from the code to tokens."""

from urllib.parse import urlsplit

import httpx
import pytest

from app.development.directory import tokens
from app.development.directory.config import OPENID, REALM
from tests.acceptance.development.running import (
    CALLBACK,
    LOOPBACK,
    Attempt,
    Browser,
    Json,
    Program,
    RunningDirectory,
    given_back,
    sign_in,
)


def read(directory: RunningDirectory, token: str) -> Json:
    """A token as its receiver reads it: with the published keys."""
    keys = httpx.get(f"{directory.base_url}{OPENID}/certs", trust_env=False).json()["keys"]
    claims = tokens.read(token, keys)
    assert claims is not None
    return claims


def test_the_discovery_document_names_the_issuer_and_its_endpoints(
    directory: RunningDirectory, program: Program
) -> None:
    found = program.http.get(f"{REALM}/.well-known/openid-configuration").json()

    assert found["issuer"] == f"{directory.base_url}/realms/pointsbook"
    assert found["token_endpoint"] == f"{directory.base_url}{OPENID}/token"


def test_the_code_comes_home_with_the_state(browser: Browser, directory: RunningDirectory) -> None:
    answer = browser.sign_in()

    assert answer.headers["location"].startswith(f"{CALLBACK}?")
    home = given_back(answer)
    assert (home["state"], home["iss"]) == ("some-state", directory.config.issuer)


def test_tokens_say_who_where_and_for_whom(
    browser: Browser, program: Program, directory: RunningDirectory
) -> None:
    answer = sign_in(browser, program)
    access = read(directory, answer["access_token"])
    identity = read(directory, answer["id_token"])

    ama = directory.config.people[0]
    assert (access["sub"], access["typ"], access["aud"]) == (ama.id, "Bearer", ["api"])
    assert (access["azp"], access["groups"]) == ("web", ["/communities/demo/player"])
    assert access["exp"] - access["iat"] == 300
    assert (identity["typ"], identity["aud"], identity["nonce"]) == ("ID", "web", "some-nonce")
    assert identity["sid"] == access["sid"] == answer["session_state"]


def test_the_superadmin_is_one_by_realm_role(
    browser: Browser, program: Program, directory: RunningDirectory
) -> None:
    answer = sign_in(browser, program, "yaw")

    access = read(directory, answer["access_token"])
    assert access["realm_access"] == {"roles": ["superadmin"]}


def test_people_sign_in_with_their_address_too(browser: Browser) -> None:
    assert "code" in given_back(browser.sign_in(name="Ama@pointsbook.example"))


def test_the_page_offers_every_demo_person(browser: Browser) -> None:
    page = browser.ask(Attempt())

    for words in ("Ama · player", "Kofi · player", "Efua · admin", "Yaw · superadmin"):
        assert words in page.text
    assert "Not for production" in page.text


def test_the_page_runs_no_script_and_no_inline_style(browser: Browser) -> None:
    page = browser.ask(Attempt())

    assert "<script" not in page.text
    assert "style=" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none';")
    assert browser.http.get(f"{REALM}/style.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(("name", "password"), [("ama", "wrong"), ("nobody", "points"), ("", "")])
def test_a_wrong_password_shows_the_form_again(browser: Browser, name: str, password: str) -> None:
    page = browser.sign_in(name=name, password=password)

    assert page.status_code == 200
    assert "Invalid username or password." in page.text


def test_the_second_authorisation_needs_no_form(browser: Browser) -> None:
    browser.sign_in()

    assert "code" in given_back(browser.ask(Attempt()))


def test_a_client_may_ask_for_the_form_all_the_same(browser: Browser) -> None:
    browser.sign_in()

    assert 'id="kc-form-login"' in browser.ask(Attempt(extra={"prompt": "login"})).text


def test_a_client_may_ask_for_no_form(browser: Browser) -> None:
    answer = browser.ask(Attempt(extra={"prompt": "none"}))

    assert given_back(answer)["error"] == "login_required"


def test_the_form_knows_who_is_expected(browser: Browser) -> None:
    assert 'value="kofi"' in browser.ask(Attempt(extra={"login_hint": "kofi"})).text


def test_a_form_of_another_site_signs_nobody_in(browser: Browser) -> None:
    browser.http.headers["sec-fetch-site"] = "cross-site"

    assert browser.sign_in().status_code == 403


@pytest.mark.parametrize(
    "uri",
    [
        f"{CALLBACK}/",
        f"{CALLBACK}?x=1",
        "http://evil.example/auth/callback",
        "http://localhost:8001/auth/callback",
        LOOPBACK,
        "",
    ],
)
def test_a_code_goes_to_the_registered_address_only(browser: Browser, uri: str) -> None:
    answer = browser.ask(Attempt(redirect_uri=uri))

    assert answer.status_code == 400
    assert "redirect_uri" in answer.text


def test_an_unknown_client_is_sent_nowhere(browser: Browser) -> None:
    assert browser.ask(Attempt(client_id="stranger")).status_code == 400


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        (Attempt(without=("code_challenge", "code_challenge_method")), "invalid_request"),
        (Attempt(extra={"code_challenge_method": "plain"}), "invalid_request"),
        (Attempt(extra={"code_challenge": "short"}), "invalid_request"),
        (Attempt(without=("response_type",)), "invalid_request"),
        (Attempt(extra={"response_type": "token"}), "unsupported_response_type"),
    ],
)
def test_a_wrong_request_comes_home_as_an_error(
    browser: Browser, attempt: Attempt, error: str
) -> None:
    home = given_back(browser.ask(attempt))

    assert (home["error"], home["state"]) == (error, "some-state")


def test_a_program_on_this_machine_may_use_any_port(browser: Browser, program: Program) -> None:
    attempt = Attempt(client_id="api", redirect_uri=LOOPBACK)
    code = given_back(browser.sign_in(attempt))["code"]

    assert program.redeem(attempt, code).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "http://localhost:8000/"},
        {"code": "made-up"},
        {"client_id": "api", "client_secret": ""},
    ],
)
def test_a_code_is_no_good_with_anything_else_wrong(
    browser: Browser, program: Program, wrong: dict[str, str]
) -> None:
    attempt = Attempt()
    code = given_back(browser.sign_in(attempt))["code"]

    refused = program.redeem(attempt, code, **wrong)

    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_grant"


@pytest.mark.parametrize("wrong", [{"client_secret": "guess"}, {"client_id": "stranger"}])
def test_a_client_must_prove_itself(
    browser: Browser, program: Program, wrong: dict[str, str]
) -> None:
    attempt = Attempt()
    code = given_back(browser.sign_in(attempt))["code"]

    refused = program.redeem(attempt, code, **wrong)

    assert refused.status_code == 401
    assert refused.json()["error"] in {"invalid_client", "unauthorized_client"}


def test_a_code_that_comes_twice_ends_the_session(browser: Browser, program: Program) -> None:
    attempt = Attempt()
    code = given_back(browser.sign_in(attempt))["code"]
    first = program.redeem(attempt, code).json()

    assert program.redeem(attempt, code).json()["error"] == "invalid_grant"
    assert program.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(("seconds", "status"), [(59, 200), (60, 400)])
def test_a_code_lives_a_minute(
    browser: Browser, program: Program, directory: RunningDirectory, seconds: int, status: int
) -> None:
    attempt = Attempt()
    code = given_back(browser.sign_in(attempt))["code"]

    directory.pass_time(seconds)

    assert program.redeem(attempt, code).status_code == status


def test_a_parameter_given_twice_is_refused(program: Program) -> None:
    body = "grant_type=client_credentials&client_id=service&client_id=web"
    form = {"content-type": "application/x-www-form-urlencoded"}

    refused = program.http.post(f"{OPENID}/token", content=body, headers=form)

    assert refused.json()["error"] == "invalid_request"


def test_a_new_person_registers_and_is_signed_in(
    browser: Browser, program: Program, directory: RunningDirectory
) -> None:
    attempt = Attempt(extra={"kc_locale": "fr"})
    onward = browser.http.get(f"{OPENID}/registrations", params=attempt.query)
    page = browser.http.get(onward.headers["location"])
    given = {"email": "Abena@example.org", "firstName": "Abena", "lastName": "Osei"}

    answer = browser.fill_in(
        page, "kc-register-form", **given, password="secret", **{"password-confirm": "secret"}
    )

    tokens = program.redeem(attempt, given_back(answer)["code"]).json()
    access = read(directory, tokens["access_token"])
    assert (access["email"], access["given_name"]) == ("abena@example.org", "Abena")
    assert (access["locale"], access["groups"]) == ("fr", [])


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"email": "ama@pointsbook.example"}, "Email already exists."),
        ({"email": "nonsense"}, "Invalid email address."),
        ({"lastName": " "}, "Please fill in every field."),
        ({"password-confirm": "other"}, "Passwords don&#39;t match."),
    ],
)
def test_a_registration_that_cannot_be_says_why(
    browser: Browser, wrong: dict[str, str], complaint: str
) -> None:
    answer = browser.ask(Attempt(extra={"prompt": "create"}))
    page = browser.http.get(answer.headers["location"])
    given = {"email": "abena@example.org", "firstName": "Abena", "lastName": "Osei"}
    both = {"password": "secret", "password-confirm": "secret"}

    refused = browser.fill_in(page, "kc-register-form", **(given | both | wrong))

    assert complaint in refused.text


def test_userinfo_is_for_the_living_access_token(
    browser: Browser, program: Program, directory: RunningDirectory
) -> None:
    answer = sign_in(browser, program)

    def ask(token: str) -> httpx.Response:
        headers = {"authorization": f"Bearer {token}"}
        return program.http.get(f"{OPENID}/userinfo", headers=headers)

    assert ask(answer["access_token"]).json()["email"] == "ama@pointsbook.example"
    assert ask(answer["id_token"]).status_code == 401
    assert ask(answer["refresh_token"]).status_code == 401
    directory.pass_time(300)
    assert ask(answer["access_token"]).status_code == 401


def test_what_people_type_is_never_markup(browser: Browser) -> None:
    page = browser.sign_in(name='"><script>alert(1)</script>')

    assert "<script" not in page.text


def test_every_answer_of_the_token_endpoint_stays_out_of_caches(program: Program) -> None:
    for answer in (
        program.token(grant_type="client_credentials", client_id="service"),
        program.token(grant_type="password", client_id="service"),
    ):
        assert answer.headers["cache-control"] == "no-store"
    assert urlsplit(str(answer.url)).path == f"{OPENID}/token"
