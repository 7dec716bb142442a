"""Signing in under attack: planted sessions, stolen codes, replays, other people's addresses."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.identity.rules.sign_in import hash_secret
from tests.acceptance.identity.conftest import Place, is_signed_in
from tests.unit.identity.test_rules import OPEN_REDIRECTS


def begin(browser: httpx.Client) -> httpx.Response:
    """Go as far as the provider's form."""
    started = browser.get("/auth/sign-in")
    return browser.get(started.headers["location"])


def come_back(place: Place, browser: httpx.Client, form: httpx.Response) -> httpx.Response:
    """Fill in the form and return the callback's answer: where the hand-over leads."""
    person = place.join("Ama", "player")
    back = place.world.people.fill_in(browser, form, person)
    return browser.get(back.headers["location"])


def handed_over(place: Place, browser: httpx.Client) -> str:
    answer = come_back(place, browser, begin(browser))
    url: str = answer.headers["location"]
    assert url.startswith(f"{place.url}/auth/complete?code=")
    return url


def state_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["state"][0]


def test_a_planted_session_is_never_taken_up(place: Place) -> None:
    browser = place.browser()
    browser.cookies.set("pointsbook", "planted", domain=place.host)

    browser.get(handed_over(place, browser))

    assert is_signed_in(browser)
    assert browser.cookies.get("pointsbook") != "planted"
    assert [row["token_hash"] for row in place.sessions()] != [hash_secret("planted")]


def test_a_session_s_token_is_stored_hashed(place: Place) -> None:
    browser = place.sign_in(place.join("Ama", "player"))

    token = browser.cookies["pointsbook"]

    assert len(token) == 43
    assert [row["token_hash"] for row in place.sessions()] == [hash_secret(token)]


def test_each_sign_in_makes_a_new_session(place: Place) -> None:
    browser = place.sign_in(place.join("Ama", "player"))
    first = browser.cookies["pointsbook"]

    browser.follow_redirects = True
    browser.get("/auth/sign-in")

    assert browser.cookies["pointsbook"] != first


def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(place: Place) -> None:
    browser = place.browser()
    started = browser.get("/auth/sign-in")
    completed = browser.get(handed_over(place, browser))

    for answer in (started, completed):
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "path=/;" in cookie
        assert "domain" not in cookie


def test_a_stolen_code_is_worth_nothing_without_the_cookie(place: Place) -> None:
    victim, thief = place.browser(), place.browser()
    url = handed_over(place, victim)

    assert thief.get(url).status_code == 409
    begin(thief)
    assert thief.get(url).status_code == 409

    assert not is_signed_in(thief)
    assert victim.get(url).status_code == 303
    assert is_signed_in(victim)


def test_a_code_is_good_once(place: Place) -> None:
    browser = place.browser()
    url = handed_over(place, browser)
    browser.get(url)

    again = browser.get(url)

    assert again.status_code == 409
    assert "used already" in again.text
    assert len(place.sessions()) == 1


def test_a_code_lives_half_a_minute(place: Place) -> None:
    browser = place.browser()
    url = handed_over(place, browser)
    place.change("hand_over", expires_at="expires_at - interval '30 seconds'")

    assert browser.get(url).status_code == 409
    assert not is_signed_in(browser)


def test_a_code_is_good_in_its_community_alone(place: Place, elsewhere: Place) -> None:
    browser = elsewhere.browser()
    begin(browser)
    own = place.browser()
    url = handed_over(place, own)
    binding = own.cookies["pointsbook-sign-in"]
    browser.cookies.set("pointsbook-sign-in", binding, domain=elsewhere.host)

    answer = browser.get(url.replace(place.host, elsewhere.host))

    assert answer.status_code == 409
    assert elsewhere.sessions() == []


def test_a_state_is_good_once(place: Place) -> None:
    browser = place.browser()
    back = place.world.people.fill_in(browser, begin(browser), place.join("Ama"))
    browser.get(back.headers["location"])

    again = browser.get(back.headers["location"])

    assert again.status_code == 409
    assert "used already" in again.text


def test_a_state_is_spent_even_when_the_provider_refuses(place: Place) -> None:
    browser = place.browser()
    started = browser.get("/auth/sign-in").headers["location"]
    callback = f"{place.world.url}/auth/callback"
    query = {"state": state_of(started), "code": "made-up"}

    refused = browser.get(callback, params=query)
    again = browser.get(callback, params=query)

    assert "was not in order" in refused.text
    assert "used already" in again.text


def test_a_sign_in_may_take_ten_minutes(place: Place) -> None:
    browser = place.browser()
    form = begin(browser)
    place.change("sign_in_attempt", expires_at="expires_at - interval '10 minutes'")

    answer = come_back(place, browser, form)

    assert answer.status_code == 409
    assert "took too long" in answer.text


@pytest.mark.parametrize("state", ["", "x", "0" * 32, f"{'0' * 32}.secret", "é.ö", "x" * 5000])
def test_a_made_up_state_is_refused(place: Place, state: str) -> None:
    callback = f"{place.world.url}/auth/callback"

    answer = place.browser().get(callback, params={"state": state, "code": "made-up"})

    assert answer.status_code == 409
    assert place.sessions() == []


def test_a_state_of_one_community_is_not_found_in_another(place: Place, elsewhere: Place) -> None:
    browser = place.browser()
    state = state_of(browser.get("/auth/sign-in").headers["location"])
    moved = f"{elsewhere.tenant_id.hex}.{state.partition('.')[2]}"

    answer = browser.get(
        f"{place.world.url}/auth/callback", params={"state": moved, "code": "made-up"}
    )

    assert "used already" in answer.text


def test_an_answer_that_names_another_issuer_is_refused(place: Place) -> None:
    browser = place.browser()
    form = begin(browser)
    back = place.world.people.fill_in(browser, form, place.join("Ama")).headers["location"]
    mixed_up = httpx.URL(back).copy_set_param("iss", "https://evil.example/realms/pointsbook")

    answer = browser.get(mixed_up)

    assert "was not in order" in answer.text


def test_a_code_of_another_sign_in_is_refused(place: Place) -> None:
    mine, theirs = place.browser(), place.browser()
    my_state = state_of(mine.get("/auth/sign-in").headers["location"])
    back = place.world.people.fill_in(theirs, begin(theirs), place.join("Kofi"))
    injected = httpx.URL(back.headers["location"]).copy_set_param("state", my_state)

    answer = mine.get(injected)

    assert "was not in order" in answer.text
    assert place.sessions() == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("access_denied", "You did not sign in"),
        ("login_required", "You did not sign in"),
        ("temporarily_unavailable", "does not answer"),
        ("server_error", "does not answer"),
        ("invalid_scope", "was not in order"),
        ("<script>", "was not in order"),
    ],
)
def test_the_provider_s_no_is_told_in_our_words(place: Place, error: str, words: str) -> None:
    browser = place.browser()
    state = state_of(browser.get("/auth/sign-in?next=/auth/sessions").headers["location"])

    answer = browser.get(
        f"{place.world.url}/auth/callback", params={"state": state, "error": error}
    )

    assert words in answer.text
    assert "<script>" not in answer.text
    assert f'href="{place.url}/auth/sign-in?next=%2Fauth%2Fsessions"' in answer.text


@pytest.mark.parametrize("target", OPEN_REDIRECTS[:-1])
def test_a_sign_in_never_leads_elsewhere(place: Place, target: str) -> None:
    browser = place.browser()
    started = browser.get("/auth/sign-in", params={"next": target})
    assert started.status_code == 303

    completed = browser.get(
        come_back(place, browser, browser.get(started.headers["location"])).headers["location"]
    )

    assert completed.headers["location"] == "/"


def test_two_tabs_sign_in_at_once(place: Place) -> None:
    browser = place.browser()
    first, second = begin(browser), begin(browser)

    for form in (first, second):
        assert browser.get(come_back(place, browser, form).headers["location"]).status_code == 303


def test_a_sign_in_is_not_kept_by_caches(place: Place) -> None:
    browser = place.browser()

    url = handed_over(place, browser)

    assert browser.get("/auth/sign-in").headers["cache-control"] == "no-store"
    assert browser.get(url).headers["cache-control"] == "no-store"
