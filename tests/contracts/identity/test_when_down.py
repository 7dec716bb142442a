"""No answer is not a no: nobody is signed out because Keycloak is away or we are set up wrongly."""

import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.identity.gateway import Keycloak, ProviderDown
from tests.contracts.identity.flows import Scene

pytestmark = pytest.mark.anyio


@pytest.fixture
def deaf_port() -> Iterator[int]:
    """Somebody who takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
async def unreachable(deaf_port: int) -> AsyncIterator[Keycloak]:
    keycloak = Keycloak(
        base_url=f"http://127.0.0.1:{deaf_port}",
        web_secret="a",
        service_secret="b",
        timeout_seconds=1,
    )
    yield keycloak
    await keycloak.aclose()


async def test_silence_is_not_a_refusal(unreachable: Keycloak) -> None:
    with pytest.raises(ProviderDown):
        await unreachable.refresh("any")
    with pytest.raises(ProviderDown):
        await unreachable.people("demo")


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, "<html>"), (200, "{}"), (200, "[]"), (404, "{}"), (404, ""), (502, "<html>"), (503, "")],
)
async def test_a_proxys_page_is_not_a_refusal(status: int, body: str) -> None:
    with answering(status, body) as url:
        keycloak = Keycloak(base_url=url, web_secret="a", service_secret="b")
        with pytest.raises(ProviderDown):
            await keycloak.refresh("any")
        with pytest.raises(ProviderDown):
            await keycloak.start_device()
        with pytest.raises(ProviderDown):
            await keycloak.sign_out_everywhere("anybody")
        await keycloak.aclose()


@contextmanager
def answering(status: int, body: str) -> Iterator[str]:
    class Proxy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


async def test_where_to_sign_in_is_known_without_asking(unreachable: Keycloak) -> None:
    url = unreachable.authorization_url(
        "http://localhost:8000/auth/callback", "a&b", "nonce", "challenge", locale="fr"
    )

    assert url.endswith(
        "/realms/pointsbook/protocol/openid-connect/auth?client_id=web&response_type=code"
        "&scope=openid&redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fauth%2Fcallback"
        "&state=a%26b&nonce=nonce&code_challenge=challenge&code_challenge_method=S256"
        "&ui_locales=fr"
    )


async def test_a_wrong_secret_of_ours_is_not_a_refusal(scene: Scene) -> None:
    wrong = Keycloak(base_url=scene.provider.base_url, web_secret="no", service_secret="no")
    tokens = await scene.sign_in(scene.provider.add_person())

    with pytest.raises(ProviderDown):
        await wrong.refresh(tokens.refresh_token)
    with pytest.raises(ProviderDown):
        await wrong.people("demo")

    await wrong.aclose()
    assert (await scene.keycloak.refresh(tokens.refresh_token)).access_token
