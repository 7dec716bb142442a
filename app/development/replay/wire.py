"""Requests to the API, as somebody who holds a key sends them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

T = TypeVar("T")

CONNECTIONS = 64
TIMEOUT_SECONDS = 60
# Sooner than the server closes what is idle, or some requests would meet a closed door.
IDLE_SECONDS = 2
# What may be sent twice, as its answer may have been lost on the way.
REPEATABLE = frozenset({"GET", "PUT"})
# Who has to get through tries again, a little later each time: half a minute in all.
PAUSES = tuple(0.25 * 2**number for number in range(7))
BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class NotDone(Exception):
    """What was asked for was refused, or failed; `reason` is the problem's slug."""

    def __init__(self, status: int, reason: str, told: str) -> None:
        super().__init__(f"{status} {reason}: {told}")
        self.status = status
        self.reason = reason

    @property
    def is_fault(self) -> bool:
        """It is the server's own, so that somebody has to look at it."""
        return self.status >= HTTPStatus.INTERNAL_SERVER_ERROR and self.status not in BUSY


@asynccontextmanager
async def connected(url: str, host: str) -> AsyncIterator[httpx.AsyncClient]:
    """To the community at `host`, wherever its server is."""
    port = urlsplit(url).port
    async with httpx.AsyncClient(
        base_url=url,
        headers={"host": f"{host}:{port}" if port else host, "accept": "application/json"},
        limits=httpx.Limits(
            max_connections=CONNECTIONS,
            max_keepalive_connections=CONNECTIONS,
            keepalive_expiry=IDLE_SECONDS,
        ),
        timeout=TIMEOUT_SECONDS,
        trust_env=False,
    ) as http:
        yield http


class Caller:
    def __init__(self, http: httpx.AsyncClient, key: str) -> None:
        self._http = http
        self._key = key

    async def ask(self, route: str, body: object = None, *, wanted: type[T]) -> T:
        """Send `GET /api/…`, and return what is answered; raise `NotDone` unless it is a yes."""
        return msgspec.json.decode(await self._send(route, body), type=wanted)

    async def tell(self, route: str, body: object = None) -> None:
        """Send what needs no answer."""
        await self._send(route, body)

    async def insist(self, route: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Ask until the server has the time."""
        for pause in PAUSES:
            try:
                return await self._answer(route, body)
            except NotDone as no:
                if no.status not in BUSY:
                    raise
            await asyncio.sleep(pause)
        return await self._answer(route, body)

    async def _answer(self, route: str, body: object) -> Any:  # noqa: ANN401 - JSON
        return msgspec.json.decode(await self._send(route, body) or b"null")

    async def _send(self, route: str, body: object) -> bytes:
        method, _, path = route.partition(" ")
        content = body if isinstance(body, bytes | None) else msgspec.json.encode(body)
        request = self._http.build_request(
            method, path, content=content, headers={"authorization": f"Bearer {self._key}"}
        )
        try:
            answer = await self._try(request)
        except httpx.TransportError as error:
            raise NotDone(HTTPStatus.BAD_GATEWAY, type(error).__name__, str(error)) from error
        if not answer.is_success:
            raise NotDone(answer.status_code, _reason(answer), answer.text[:500])
        return answer.content

    async def _try(self, request: httpx.Request) -> httpx.Response:
        """Once more where a connection broke, as a browser does it."""
        try:
            return await self._http.send(request)
        except httpx.TransportError:
            if request.method not in REPEATABLE:
                raise
        return await self._http.send(request)


def _reason(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["type"]).rpartition("/")[2]
    except (ValueError, KeyError, TypeError):
        return f"http-{answer.status_code}"
