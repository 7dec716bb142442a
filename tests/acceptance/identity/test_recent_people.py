"""What a process remembers of people: a revocation holds there at once, elsewhere within 5 s."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest

from app.development.directory.state import Person
from app.main import build_app
from tests.acceptance.identity.conftest import Place, send
from tests.acceptance.server import Server, listen
from tests.acceptance.world import World

SECONDS_MAX = 5.0


@dataclass(frozen=True, slots=True)
class Access:
    """Something that lets Ama in, and somebody who takes it away."""

    headers: dict[str, str]
    revoke: Callable[[], httpx.Response]


@pytest.fixture
def other_port(world: World) -> Iterator[int]:
    """Another web process of the same installation."""
    listener = listen()
    with Server(build_app(world.settings), listener=listener):
        yield listener.getsockname()[1]


def with_session(place: Place, ama: Person) -> Access:
    browser = place.sign_in(ama)
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return Access({"cookie": cookie}, lambda: send(browser, "/auth/sign-out"))


def with_key(place: Place, ama: Person) -> Access:
    token = {"authorization": f"Bearer {place.world.people.access_token(ama)}"}
    browser = place.browser()
    wish = {"name": "my program", "scopes": ["read"]}
    made = browser.post("/api/keys", json=wish, headers=token).json()
    return Access(
        {"authorization": f"Bearer {made['key']}"},
        lambda: browser.delete(f"/api/keys/{made['id']}", headers=token),
    )


def with_token(place: Place, ama: Person) -> Access:
    efua = place.join("Efua", "player", "admin")
    browser = place.browser()
    by_efua = {"authorization": f"Bearer {place.world.people.access_token(efua)}"}
    path = f"/admin/people/{ama.id}/suspend"
    return Access(
        {"authorization": f"Bearer {place.world.people.access_token(ama)}"},
        lambda: browser.post(path, data={"reason": "a test"}, headers=by_efua),
    )


@pytest.mark.parametrize("access_of", [with_session, with_key, with_token])
def test_what_is_revoked_is_over_here_at_once_and_everywhere_soon(
    place: Place, other_port: int, access_of: Callable[[Place, Person], Access]
) -> None:
    access = access_of(place, place.join("Ama", "player"))
    assert [ask(place, port, access) for port in (place.world.port, other_port)] == [200, 200]

    answer = access.revoke()

    assert answer.status_code in {204, 303}, answer.text
    assert ask(place, place.world.port, access) == 401
    deadline = time.monotonic() + SECONDS_MAX
    while ask(place, other_port, access) != 401:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_who_gets_in_order_is_let_in_everywhere_at_once(place: Place, other_port: int) -> None:
    access = with_token(place, place.join("Ama", "player"))
    place.change("player", suspended_at="now()", suspension_reason="'a test'", roles="'{}'")
    assert ask(place, other_port, access) == 403

    place.change("player", suspended_at="null", suspension_reason="null")

    assert ask(place, other_port, access) == 200


def ask(place: Place, port: int, access: Access) -> int:
    headers = {"host": place.host, "accept": "application/json", **access.headers}
    return httpx.get(f"http://127.0.0.1:{port}/api/users/profile", headers=headers).status_code
