"""The directory on a real port with a clock to set, browsers and programs to use it with."""

import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import httpx
import uvicorn

from app.development.directory import Client, Config, Lifespans, build
from app.development.directory.config import ADMIN, DEMO_PASSWORD, LOOPBACK_CALLBACK, OPENID
from app.development.directory.realm import Realm
from app.development.directory.rules import challenge_of
from app.development.directory.server import listen

CALLBACK = "http://localhost:8000/auth/callback"
GOODBYE = "http://localhost:8000/"
LOOPBACK = "http://127.0.0.1:49152/callback"
WEB_SECRET = "web-secret"
SERVICE_SECRET = "service-secret"
OPERATOR_SECRET = "operator-secret"
SECRETS = {"web": WEB_SECRET, "service": SERVICE_SECRET, "operator": OPERATOR_SECRET}

Json = dict[str, Any]


def clients(backchannel_logout_url: str | None = None) -> tuple[Client, ...]:
    return (
        Client(
            id="web",
            secret=WEB_SECRET,
            redirect_uris=(CALLBACK,),
            post_logout_redirect_uris=(GOODBYE,),
            backchannel_logout_url=backchannel_logout_url,
        ),
        Client(id="api", redirect_uris=(LOOPBACK_CALLBACK,), device_flow=True),
        Client(id="service", secret=SERVICE_SECRET, service_account=True, administers=("people",)),
        Client(
            id="operator",
            secret=OPERATOR_SECRET,
            service_account=True,
            administers=("people", "realm"),
        ),
    )


class RunningDirectory:
    """Use it as a context; `pass_time` makes it later without anybody waiting."""

    def __init__(self, state: Path, *, backchannel_logout_url: str | None = None) -> None:
        self._listener = listen("127.0.0.1", 0)
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._now = 1_800_000_000.0
        self.config = Config(
            environment="test",
            base_url=self.base_url,
            state=state,
            clients=clients(backchannel_logout_url),
            lifespans=Lifespans(),
        )
        self._app = build(self.config, clock=lambda: self._now)
        self._server = uvicorn.Server(
            uvicorn.Config(self._app, log_level="warning", access_log=False, ws="none")
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True
        )

    @property
    def realm(self) -> Realm:
        realm: Realm = self._app.state.realm
        return realm

    def pass_time(self, seconds: float) -> None:
        self._now += seconds

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._listener.close()


@dataclass
class Attempt:
    """One authorisation request, with what its client must keep to redeem the code."""

    client_id: str = "web"
    redirect_uri: str = CALLBACK
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    extra: dict[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    @property
    def query(self) -> dict[str, str]:
        usual = {
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "response_type": "code",
            "scope": "openid",
            "state": "some-state",
            "nonce": "some-nonce",
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
        }
        return {k: v for k, v in (usual | self.extra).items() if k not in self.without}


class Browser:
    """Somebody's browser: keeps cookies, follows nothing by itself."""

    def __init__(self, directory: RunningDirectory) -> None:
        self.http = httpx.Client(base_url=directory.base_url, trust_env=False, timeout=10)

    def ask(self, attempt: Attempt) -> httpx.Response:
        return self.http.get(f"{OPENID}/auth", params=attempt.query)

    def fill_in(self, page: httpx.Response, form_id: str, **fields: str) -> httpx.Response:
        form = re.search(rf'<form id="{form_id}" method="post" action="([^"]+)"', page.text)
        assert form, page.text
        return self.http.post(unescape(form[1]), data=fields)

    def sign_in(
        self, attempt: Attempt | None = None, name: str = "ama", password: str = DEMO_PASSWORD
    ) -> httpx.Response:
        page = self.ask(attempt or Attempt())
        return self.fill_in(page, "kc-form-login", username=name, password=password)


def given_back(response: httpx.Response) -> dict[str, str]:
    """What a redirect carries home."""
    assert response.status_code == 302, response.text
    query = parse_qs(urlsplit(response.headers["location"]).query)
    return {name: values[0] for name, values in query.items()}


class Program:
    """A client of the directory, at its token and administration endpoints."""

    def __init__(self, directory: RunningDirectory) -> None:
        self.http = httpx.Client(base_url=directory.base_url, trust_env=False, timeout=10)

    def token(self, **form: str) -> httpx.Response:
        secret = SECRETS.get(form.get("client_id", ""))
        return self.post("token", **({"client_secret": secret} if secret else {}) | form)

    def post(self, endpoint: str, **form: str) -> httpx.Response:
        return self.http.post(f"{OPENID}/{endpoint}", data=form)

    def redeem(self, attempt: Attempt, code: str, /, **other: str) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": attempt.client_id,
            "redirect_uri": attempt.redirect_uri,
            "code": code,
            "code_verifier": attempt.verifier,
        }
        return self.token(**(form | other))

    def refresh(self, refresh_token: str, client_id: str = "web") -> httpx.Response:
        return self.token(
            grant_type="refresh_token", client_id=client_id, refresh_token=refresh_token
        )

    def log_in_as(self, client_id: str) -> None:
        answer = self.token(grant_type="client_credentials", client_id=client_id).json()
        self.http.headers["authorization"] = f"Bearer {answer['access_token']}"

    def admin(self, method: str, path: str, body: object = None, **query: str) -> httpx.Response:
        return self.http.request(method, f"{ADMIN}/{path}", json=body, params=query)

    def make(self, path: str, body: Json) -> str:
        """Create something and return the id that its `Location` ends with."""
        answer = self.admin("POST", path, body)
        assert answer.status_code == 201, answer.text
        return str(answer.headers["location"]).rpartition("/")[2]


def sign_in(browser: Browser, program: Program, name: str = "ama", **extra: str) -> Json:
    """All the way from the form to the tokens."""
    attempt = Attempt(extra=extra)
    code = given_back(browser.sign_in(attempt, name))["code"]
    tokens: Json = program.redeem(attempt, code).json()
    return tokens


@contextmanager
def told_sign_outs() -> Iterator[tuple[str, Callable[[], str]]]:
    """An address to be told of sign-outs at, and a function that waits for the next one."""
    heard: Queue[str] = Queue()

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.put(parse_qs(body.decode())["logout_token"][0])
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/backchannel", lambda: heard.get(timeout=5)
        server.shutdown()
        thread.join()
