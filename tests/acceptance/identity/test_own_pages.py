"""What later features meet: strict forms and WebSockets behind a session's cookie."""

import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from litestar import Request, WebSocket, post, websocket
from litestar.params import URLEncodedBody
from msgspec import Struct
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from app.main import build_app
from app.plumbing.access import signed_in
from tests.acceptance.identity.conftest import Place, csrf_of
from tests.acceptance.server import Server, listen


class Wish(Struct, forbid_unknown_fields=True):
    wish: str


@post("/wishes", guards=[signed_in], status_code=200)
async def make_a_wish(data: URLEncodedBody[Wish], request: Request[Any, Any, Any]) -> str:
    return f"{request.scope['user'].subject} wishes {data.wish}"


@websocket("/whispers", guards=[signed_in])
async def whisper(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    await socket.send_text(str(socket.scope["user"].subject))
    await socket.close()


@pytest.fixture
def port(place: Place) -> Iterator[int]:
    """A second process of the same application, with two more routes."""
    listener = listen()
    app = build_app(place.world.settings)
    app.register(make_a_wish)
    app.register(whisper)
    with Server(app, listener=listener):
        yield int(listener.getsockname()[1])


@pytest.fixture
def browser(place: Place) -> httpx.Client:
    return place.sign_in(place.join("Ama", "player"))


def test_the_csrf_field_is_not_the_form_s_own(
    place: Place, port: int, browser: httpx.Client
) -> None:
    form = {"csrf": csrf_of(browser), "wish": "rain"}

    answer = browser.post(f"http://{place.host}:{port}/wishes", data=form)

    assert answer.text.endswith("wishes rain")


def hear(place: Place, port: int, browser: httpx.Client, origin: str | None) -> str:
    headers = {"Cookie": f"pointsbook={browser.cookies['pointsbook']}"}
    if origin:
        headers["Origin"] = origin
    url = f"ws://{place.host}:{port}/whispers"
    line = socket.create_connection(("127.0.0.1", port))
    with connect(url, sock=line, additional_headers=headers, proxy=None) as ws:
        return str(ws.recv())


def test_a_websocket_of_our_own_page_opens(place: Place, port: int, browser: httpx.Client) -> None:
    heard = hear(place, port, browser, f"http://{place.host}:{port}")

    assert heard == place.sessions()[0]["subject"]


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://demo.localhost"])
def test_a_websocket_of_another_page_does_not(
    place: Place, port: int, browser: httpx.Client, origin: str | None
) -> None:
    with pytest.raises(InvalidStatus):
        hear(place, port, browser, origin)


def test_an_admin_s_start_page_leads_to_every_page_of_an_admin(place: Place) -> None:
    browser = place.sign_in(place.join("Efua", "admin"))
    home = browser.get("/admin").text

    for page in ("community", "people", "audit", "points"):
        assert f'href="/admin/{page}"' in home
        assert browser.get(f"/admin/{page}").status_code == 200
    assert 'href="/admin/ledger/adjustments"' in browser.get("/admin/points").text


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-30", "some day"])
def test_a_key_s_last_day_lies_within_the_calendar(place: Place, day: str) -> None:
    browser = place.sign_in(place.join("Ama", "player"))
    form = {"csrf": csrf_of(browser), "name": "bot", "read": "true", "last_day": day}

    answer = browser.post("/profile/keys", data=form)

    assert answer.status_code == 422
    assert "RFC3339" not in answer.text
