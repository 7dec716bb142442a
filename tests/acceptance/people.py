"""The people of a world: a directory they sign in at, which can be slow, away, and counts."""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from html import unescape
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

import httpx
from litestar.enums import ScopeType
from litestar.types import Receive, Scope, Send

from app.development.directory import Config, Lifespans, build, tokens
from app.development.directory.config import usual_clients
from app.development.directory.realm import Realm
from app.development.directory.rules import hash_password
from app.development.directory.state import Person
from tests.acceptance.server import Server, listen

PASSWORD = "points"
HASH = hash_password(PASSWORD)
WEB_SECRET = "web-secret"
SERVICE_SECRET = "service-secret"

numbers = count(1)


class People:
    def __init__(self, state: Path, *, app_url: str) -> None:
        listener = listen()
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.app_url = app_url
        self.settings = {"keycloak_url": self.url}
        config = Config(
            environment="test",
            base_url=self.url,
            state=state,
            clients=usual_clients(app_url, web_secret=WEB_SECRET, service_secret=SERVICE_SECRET),
            lifespans=Lifespans(session=43_200),
        )
        self._app = build(config)
        self.realm: Realm = self._app.state.realm
        self.away = False
        self.slow_seconds = 0.0
        # Asked before each request: true for one that is not answered.
        self.meddle: Callable[[str, str], Awaitable[bool]] | None = None
        self.twist: Callable[[str, dict[str, Any]], dict[str, Any]] | None = None
        self.grants: list[str] = []
        self._server = Server(self, listener=listener)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stand before the directory."""
        path = scope["path"] if scope["type"] == ScopeType.HTTP else ""
        if path.endswith("/token"):
            receive = await self._note_grant(receive)
            send = self._slowly(self._twisting(send))
        away = self.away
        if self.meddle and scope["type"] == ScopeType.HTTP:
            away |= await self.meddle(scope["method"], path)
        if path and away:
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        await self._app(scope, receive, send)

    async def _note_grant(self, receive: Receive) -> Receive:
        message: Any = await receive()
        self.grants += parse_qs(message["body"].decode()).get("grant_type", [])

        async def again() -> Any:  # noqa: ANN401 - an ASGI message
            return message

        return again

    def _slowly(self, send: Send) -> Send:
        """Let what was granted take its time on the way."""

        async def send_late(message: Any) -> None:  # noqa: ANN401 - an ASGI message
            if message["type"] == "http.response.start":
                await asyncio.sleep(self.slow_seconds)
            await send(message)

        return send_late

    def _twisting(self, send: Send) -> Send:
        """Let `twist` change the claims of the tokens on their way, and sign them again."""
        start: Any = None

        async def send_twisted(message: Any) -> None:  # noqa: ANN401 - an ASGI message
            nonlocal start
            if self.twist is None:
                await send(message)
            elif message["type"] == "http.response.start":
                start = message
            else:
                body = json.dumps(self._twisted(json.loads(message["body"]))).encode()
                headers = [(k, v) for k, v in start["headers"] if k != b"content-length"]
                length = (b"content-length", str(len(body)).encode())
                await send(start | {"headers": [*headers, length]})
                await send(message | {"body": body})

        return send_twisted

    def _twisted(self, answer: dict[str, Any]) -> dict[str, Any]:
        for kind in {"id_token", "access_token"} & answer.keys():
            claims = tokens.read(answer[kind], self.realm.state.keys)
            assert claims
            assert self.twist
            answer[kind] = tokens.sign(self.twist(kind, claims), self.realm.state.keys)
        return answer

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._server.__exit__(kind, error, where)

    def recover(self) -> None:
        self.away = False
        self.slow_seconds = 0.0
        self.meddle = None
        self.twist = None
        self.grants.clear()

    def join(self, name: str, *groups: str, superadmin: bool = False) -> Person:
        """Somebody new, with roles such as `demo/player`."""
        username = f"{name.lower()}-{next(numbers)}"
        person = Person(
            id=f"subject-of-{username}",
            username=username,
            email=f"{username}@pointsbook.example",
            first_name=name,
            last_name="Mensah",
            password=HASH,
            email_verified=True,
            roles=("superadmin",) if superadmin else (),
        )
        self.realm.state.put_person(person)
        self.give_roles(person, *groups)
        return person

    def give_roles(self, person: Person, *groups: str) -> None:
        grown = [self.realm.state.grow(f"/communities/{group}") for group in groups]
        self.change(person, groups=tuple(group.id for group in grown))

    def change(self, person: Person, **facts: Any) -> None:  # noqa: ANN401 - as `replace` has it
        now = self.realm.state.person(person.id)
        assert now
        self.realm.state.put_person(replace(now, **facts))

    def fill_in(
        self, browser: httpx.Client, page: httpx.Response, person: Person
    ) -> httpx.Response:
        """Submit the provider's form as a browser would."""
        form = re.search(r'<form id="kc-form-login" method="post" action="([^"]+)"', page.text)
        assert form, page.text
        url = page.url.join(unescape(form[1]))
        return browser.post(url, data={"username": person.username, "password": PASSWORD})

    def remembers(self, person: Person) -> bool:
        """Whether the person is signed in here, with any browser."""
        return self.realm.sessions.of_person(person.id, self.realm.now) != []

    def access_token(self, person: Person, **claims: object) -> str:
        """A bearer token as the provider makes them; `claims` replace its own."""
        return self.sign(
            {
                "typ": "Bearer",
                "sub": person.id,
                "aud": ["api"],
                "azp": "api",
                "groups": self.realm.state.paths_of(self.realm.state.person(person.id) or person),
                "realm_access": {"roles": list(person.roles)},
            }
            | claims
        )

    def logout_token(self, **claims: object) -> str:
        return self.sign(
            {"typ": "Logout", "aud": "web", "events": {tokens.LOGOUT_EVENT: {}}} | claims
        )

    def sign(self, claims: dict[str, Any]) -> str:
        now = int(time.time())
        usual = {
            "iss": self.realm.config.issuer,
            "iat": now,
            "exp": now + 300,
            "jti": f"token-{next(numbers)}",
        }
        return tokens.sign(usual | claims, self.realm.state.keys)
