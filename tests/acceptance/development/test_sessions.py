"""What happens to a session: refresh, sign-out, devices, keys, time."""

import json
import re
import time
from pathlib import Path

import pytest

from app.development.directory import tokens
from app.development.directory.config import OPENID, REALM
from app.development.directory.token_endpoint import DEVICE_GRANT
from tests.acceptance.development.running import (
    CALLBACK,
    GOODBYE,
    WEB_SECRET,
    Attempt,
    Browser,
    Json,
    Program,
    RunningDirectory,
    sign_in,
    told_sign_outs,
)

VERIFIER = "a-verifier-that-is-long-enough-for-pkce-to-like-it"


def is_alive(program: Program, answer: Json) -> bool:
    return program.refresh(answer["refresh_token"]).status_code == 200


def test_refreshing_gives_new_tokens_of_the_same_session(
    browser: Browser, program: Program
) -> None:
    first = sign_in(browser, program)

    second = program.refresh(first["refresh_token"]).json()

    assert second["refresh_token"] != first["refresh_token"]
    assert second["session_state"] == first["session_state"]


def test_a_refresh_token_that_comes_twice_ends_the_session(
    browser: Browser, program: Program
) -> None:
    first = sign_in(browser, program)
    second = program.refresh(first["refresh_token"]).json()

    assert program.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"
    assert program.refresh(second["refresh_token"]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("kind", ["access_token", "id_token"])
def test_only_a_refresh_token_refreshes(browser: Browser, program: Program, kind: str) -> None:
    answer = sign_in(browser, program)

    assert program.refresh(answer[kind]).status_code == 400
    assert is_alive(program, answer)


def test_a_refresh_token_belongs_to_its_client(browser: Browser, program: Program) -> None:
    answer = sign_in(browser, program)

    assert program.refresh(answer["refresh_token"], client_id="api").status_code == 400
    assert is_alive(program, answer)


@pytest.mark.parametrize(("seconds", "status"), [(1799, 200), (1800, 400)])
def test_an_idle_session_ends_after_half_an_hour(
    browser: Browser, program: Program, directory: RunningDirectory, seconds: int, status: int
) -> None:
    answer = sign_in(browser, program)

    directory.pass_time(seconds)

    assert program.refresh(answer["refresh_token"]).status_code == status


def test_a_session_ends_in_the_end_however_busy(
    browser: Browser, program: Program, directory: RunningDirectory
) -> None:
    answer = sign_in(browser, program)
    turns = 0

    while "refresh_token" in answer:
        turns += 1
        directory.pass_time(1200)
        answer = program.refresh(answer["refresh_token"]).json()

    assert turns == 30  # of twenty minutes: ten hours


def test_a_program_signs_its_person_out(browser: Browser, program: Program) -> None:
    answer = sign_in(browser, program)

    done = program.post(
        "logout",
        client_id="web",
        client_secret=WEB_SECRET,
        refresh_token=answer["refresh_token"],
    )

    assert done.status_code == 204
    assert not is_alive(program, answer)
    assert 'id="kc-form-login"' in browser.ask(Attempt()).text


def test_signing_out_takes_a_token_of_ours(program: Program) -> None:
    done = program.post(
        "logout", client_id="web", client_secret=WEB_SECRET, refresh_token="made-up"
    )

    assert (done.status_code, done.json()["error"]) == (400, "invalid_grant")


def test_the_browser_is_sent_back_after_signing_out(browser: Browser, program: Program) -> None:
    answer = sign_in(browser, program)
    query = {
        "id_token_hint": answer["id_token"],
        "post_logout_redirect_uri": GOODBYE,
        "state": "bye",
    }

    done = browser.http.get(f"{OPENID}/logout", params=query)

    assert done.headers["location"] == f"{GOODBYE}?state=bye"
    assert not is_alive(program, answer)


@pytest.mark.parametrize("uri", [CALLBACK, "http://evil.example/", f"{GOODBYE}more"])
def test_nobody_is_sent_elsewhere_after_signing_out(
    browser: Browser, program: Program, uri: str
) -> None:
    answer = sign_in(browser, program)
    query = {"id_token_hint": answer["id_token"], "post_logout_redirect_uri": uri}

    assert browser.http.get(f"{OPENID}/logout", params=query).status_code == 400
    assert is_alive(program, answer)


def test_without_a_token_the_browser_is_asked_first(browser: Browser, program: Program) -> None:
    answer = sign_in(browser, program)

    page = browser.http.get(f"{OPENID}/logout")
    assert "Sign out?" in page.text
    assert is_alive(program, answer)

    browser.http.post(f"{OPENID}/logout/logout-confirm")
    assert 'id="kc-form-login"' in browser.ask(Attempt()).text


def test_a_revoked_refresh_token_is_dead(browser: Browser, program: Program) -> None:
    answer = sign_in(browser, program)
    token = answer["refresh_token"]

    done = program.post("revoke", client_id="web", client_secret=WEB_SECRET, token=token)

    assert done.status_code == 200
    assert not is_alive(program, answer)


@pytest.mark.parametrize("how", ["logout", "disable", "delete", "program"])
def test_clients_are_told_when_a_session_ends(tmp_path: Path, fresh_state: bytes, how: str) -> None:
    state = tmp_path / "directory.json"
    state.write_bytes(fresh_state)
    with (
        told_sign_outs() as (url, hear),
        RunningDirectory(state, backchannel_logout_url=url) as directory,
    ):
        browser, program = Browser(directory), Program(directory)
        answer = sign_in(browser, program)
        ama = directory.config.people[0].id
        program.log_in_as("service")

        match how:
            case "logout":
                program.admin("POST", f"users/{ama}/logout")
            case "disable":
                program.admin("PUT", f"users/{ama}", {"enabled": False})
            case "delete":
                program.admin("DELETE", f"users/{ama}")
            case _:
                token = answer["refresh_token"]
                program.post(
                    "logout", client_id="web", client_secret=WEB_SECRET, refresh_token=token
                )

        told = tokens.read(hear(), directory.realm.state.keys)
        assert told is not None
        assert told["events"] == {tokens.LOGOUT_EVENT: {}}
        assert (told["typ"], told["aud"], told["sub"]) == ("Logout", "web", ama)
        assert told["sid"] == answer["session_state"]
        assert "nonce" not in told
        browser.http.close()
        program.http.close()


def test_a_client_that_hears_nothing_delays_no_sign_out(tmp_path: Path, fresh_state: bytes) -> None:
    state = tmp_path / "directory.json"
    state.write_bytes(fresh_state)
    nobody = "http://127.0.0.1:9/backchannel"
    with RunningDirectory(state, backchannel_logout_url=nobody) as directory:
        browser, program = Browser(directory), Program(directory)
        answer = sign_in(browser, program)
        began = time.monotonic()

        done = program.post(
            "logout",
            client_id="web",
            client_secret=WEB_SECRET,
            refresh_token=answer["refresh_token"],
        )

        assert done.status_code == 204
        assert time.monotonic() - began < 1
        browser.http.close()
        program.http.close()


class DeviceInHand:
    def __init__(self, program: Program) -> None:
        self._program = program
        challenge = Attempt(verifier=VERIFIER).query["code_challenge"]
        self.answer: Json = program.post(
            "auth/device",
            client_id="api",
            scope="openid",
            code_challenge=challenge,
            code_challenge_method="S256",
        ).json()

    def poll(self, verifier: str = VERIFIER) -> Json:
        answer: Json = self._program.token(
            grant_type=DEVICE_GRANT,
            client_id="api",
            device_code=self.answer["device_code"],
            code_verifier=verifier,
        ).json()
        return answer

    def decide(self, browser: Browser, button: str) -> str:
        """Open the address, sign in, press the button; returns the last page."""
        page = browser.http.get(self.answer["verification_uri_complete"])
        onward = browser.fill_in(page, "kc-form-login", username="ama", password="points")
        consent = browser.http.get(onward.headers["location"])
        found = re.search(r'name="user_code" value="([^"]+)"', consent.text)
        assert found
        form = {"user_code": found[1], button: "Yes"}
        return browser.http.post(f"{REALM}/device", data=form).text


def test_a_device_waits_for_a_yes(
    browser: Browser, program: Program, directory: RunningDirectory
) -> None:
    device = DeviceInHand(program)
    assert device.poll()["error"] == "authorization_pending"
    assert "Connected" in device.decide(browser, "accept")

    directory.pass_time(5)

    assert {"access_token", "refresh_token", "id_token"} <= device.poll().keys()
    assert device.poll()["error"] == "invalid_grant"


def test_a_device_that_is_denied_hears_it(browser: Browser, program: Program) -> None:
    device = DeviceInHand(program)

    device.decide(browser, "cancel")

    assert device.poll()["error"] == "access_denied"


def test_a_hasty_device_is_told_to_slow_down(program: Program, directory: RunningDirectory) -> None:
    device = DeviceInHand(program)
    device.poll()

    directory.pass_time(4)
    assert device.poll()["error"] == "slow_down"
    directory.pass_time(5)
    assert device.poll()["error"] == "authorization_pending"


def test_a_device_code_lives_ten_minutes(program: Program, directory: RunningDirectory) -> None:
    device = DeviceInHand(program)

    directory.pass_time(600)

    assert device.poll()["error"] == "expired_token"


def test_a_device_code_is_no_good_without_its_verifier(browser: Browser, program: Program) -> None:
    device = DeviceInHand(program)
    device.decide(browser, "accept")

    assert device.poll(verifier="another")["error"] == "invalid_grant"


def test_devices_need_pkce_and_a_client_that_may(program: Program) -> None:
    without = program.post("auth/device", client_id="api")
    web = program.post("auth/device", client_id="web", client_secret=WEB_SECRET)

    assert without.json()["error"] == "invalid_request"
    assert web.json()["error"] == "unauthorized_client"


def test_tokens_under_an_old_key_stay_good(browser: Browser, program: Program) -> None:
    answer = sign_in(browser, program)
    program.log_in_as("operator")
    rotation = {"providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider"}

    program.make("components", rotation)

    keys = program.http.get(f"{OPENID}/certs").json()["keys"]
    assert len(keys) == 2
    assert all("d" not in key for key in keys)
    assert tokens.read(answer["access_token"], keys) is not None
    renewed = program.refresh(answer["refresh_token"]).json()
    assert tokens.read(renewed["access_token"], keys[:1]) is not None


def test_people_and_keys_outlive_the_process(tmp_path: Path, fresh_state: bytes) -> None:
    path = tmp_path / "directory.json"
    path.write_bytes(fresh_state)
    with RunningDirectory(path) as directory:
        program = Program(directory)
        program.log_in_as("service")
        token = program.http.headers["authorization"].removeprefix("Bearer ")
        made = program.make("users", {"username": "abena", "enabled": True})
        program.http.close()

    with RunningDirectory(path) as directory:
        assert tokens.read(token, directory.realm.state.keys) is not None
        assert directory.realm.state.person(made) is not None

    assert path.stat().st_mode & 0o077 == 0
    assert "points" not in json.loads(path.read_bytes())["people"][made]["password"]
