"""What a session's cookie alone does not open."""

import httpx
import pytest

from tests.acceptance.identity.conftest import Place, csrf_of, is_signed_in

PATH = "/auth/sign-out-everywhere"


@pytest.fixture
def browser(place: Place) -> httpx.Client:
    return place.sign_in(place.join("Ama", "player"))


def test_a_form_of_ours_passes(browser: httpx.Client) -> None:
    assert browser.post(PATH, data={"csrf": csrf_of(browser)}).status_code == 303
    assert not is_signed_in(browser)


def test_a_header_of_ours_passes(browser: httpx.Client) -> None:
    assert browser.post(PATH, headers={"x-csrf-token": csrf_of(browser)}).status_code == 303


def test_a_form_with_files_passes(browser: httpx.Client) -> None:
    form = {"csrf": (None, csrf_of(browser))}

    assert browser.post(PATH, files=form).status_code == 303


def test_the_very_same_form_passes_again(browser: httpx.Client) -> None:
    """Two keys revoked, two adjustments approved: the bodies of such forms hold nothing else."""
    form = {"csrf": csrf_of(browser)}

    answers = [browser.post("/profile", data=form).status_code for _ in range(2)]

    assert answers == [422, 422]


@pytest.mark.parametrize("token", [None, "", "x", "0" * 64])
def test_a_form_without_the_right_token_does_nothing(
    browser: httpx.Client, token: str | None
) -> None:
    answer = browser.post(PATH, data={} if token is None else {"csrf": token})

    assert answer.status_code == 403
    assert "open for too long" in answer.text
    assert is_signed_in(browser)


def test_another_session_s_token_does_not_pass(place: Place, browser: httpx.Client) -> None:
    theirs = csrf_of(place.sign_in(place.join("Kofi", "player")))

    assert browser.post(PATH, data={"csrf": theirs}).status_code == 403
    assert browser.post(PATH, headers={"x-csrf-token": theirs}).status_code == 403
    assert is_signed_in(browser)


def test_an_earlier_session_s_token_does_not_pass(place: Place) -> None:
    ama = place.join("Ama", "player")
    earlier = csrf_of(place.sign_in(ama))

    assert place.sign_in(ama).post(PATH, data={"csrf": earlier}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://other.localhost"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_does_not_pass_with_the_right_token(
    browser: httpx.Client, headers: dict[str, str]
) -> None:
    answer = browser.post(PATH, data={"csrf": csrf_of(browser)}, headers=headers)

    assert answer.status_code == 403
    assert "not sent from one of our own pages" in answer.text
    assert is_signed_in(browser)


def test_our_own_site_passes(place: Place, browser: httpx.Client) -> None:
    headers = {"origin": place.url, "sec-fetch-site": "same-origin"}

    answer = browser.post(PATH, data={"csrf": csrf_of(browser)}, headers=headers)

    assert answer.status_code == 303


def test_a_cookie_on_the_api_needs_the_token_too(browser: httpx.Client) -> None:
    assert browser.delete("/api/auth/logout").status_code == 403
    assert is_signed_in(browser)

    answer = browser.delete("/api/auth/logout", headers={"x-csrf-token": csrf_of(browser)})

    assert answer.status_code == 204
    assert not is_signed_in(browser)


def test_a_token_in_a_json_body_is_no_form_field(browser: httpx.Client) -> None:
    assert browser.post(PATH, json={"csrf": csrf_of(browser)}).status_code == 403


def test_a_token_in_the_address_does_not_pass(browser: httpx.Client) -> None:
    assert browser.post(f"{PATH}?csrf={csrf_of(browser)}").status_code == 403
