"""More bets than can be placed soon: who is in gets an answer, others are told at once to wait."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from litestar import Litestar

from app.main import build_app
from app.plumbing.ids import new_id
from app.plumbing.shedding import ALWAYS_IN
from tests.acceptance.betting.round import Round
from tests.acceptance.server import Server, listen

DOOR = "app.plumbing.shedding:Door"
WAIT_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Busy:
    """A process that refuses others once a bet has waited for a twentieth of a second."""

    app: Litestar
    url: str
    round_: Round

    def client(self) -> httpx.AsyncClient:
        host = {"host": f"{self.round_.name}.localhost", "accept": "application/json"}
        headers = self.round_.signed_in("Ama") | host
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=20)

    async def fill(self, client: httpx.AsyncClient) -> list[asyncio.Task[httpx.Response]]:
        """As many bets as always get in."""
        bets = [asyncio.create_task(self.bet(client)) for _ in range(ALWAYS_IN)]
        while len(self.app.state.crowd) < ALWAYS_IN:  # noqa: ASYNC110 - nobody rings a bell
            await asyncio.sleep(0.01)
        await asyncio.sleep(2 * WAIT_SECONDS)
        return bets

    async def bet(self, client: httpx.AsyncClient) -> httpx.Response:
        return await client.put(f"/api/bets/{new_id()}", json=self.slip)

    @property
    def slip(self) -> dict[str, Any]:
        return self.round_.slip("Ama", 1, "Ghana")


@pytest.fixture(params=["httptools", DOOR])
def busy(request: pytest.FixtureRequest, round_: Round) -> Iterator[Busy]:
    """Behind uvicorn's own protocol, and behind ours, which refuses without reading."""
    round_.player("Ama", points=1_000)
    round_.offer({"Ghana": 2500})
    app = build_app(replace(round_.world.settings, wait_ms_max=int(WAIT_SECONDS * 1000)))
    listener = listen()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with Server(app, listener=listener, http=request.param):
        yield Busy(app, url, round_)


def test_a_crowd_is_refused_at_once_and_those_in_are_served(busy: Busy) -> None:
    async def play() -> tuple[list[httpx.Response], list[httpx.Response]]:
        async with busy.client() as client:
            # Nobody can bet while an admin changes the market.
            with busy.round_.holding_market("Ghana"):
                waiting = await busy.fill(client)
                late = [await busy.bet(client) for _ in range(3)]
                late.append(await client.post("/api/quotes", json=busy.slip))
            return list(await asyncio.gather(*waiting)), late

    served, late = asyncio.run(play())

    assert {answer.status_code for answer in served} == {201}
    for answer in late:
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "1"
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.json()["type"] == "/problems/too-busy"
    assert busy.app.state.crowd.turned_away == len(late)
    assert busy.round_.balance("Ama") == 1_000 - ALWAYS_IN


def test_a_crowd_keeps_nobody_from_anything_but_betting(busy: Busy) -> None:
    asking = {
        ("GET", "/health/live"): 200,
        ("GET", "/api/users/balance"): 200,
        ("GET", "/api/bets"): 200,
        ("PUT", f"/api/bets/{new_id()}/cancel"): 404,
    }

    async def play() -> dict[tuple[str, str], int]:
        async with busy.client() as client:
            with busy.round_.holding_market("Ghana"):
                waiting = await busy.fill(client)
                answers = {
                    (method, path): (await client.request(method, path)).status_code
                    for method, path in asking
                }
            await asyncio.gather(*waiting)
            return answers

    assert asyncio.run(play()) == asking


def test_when_the_crowd_is_gone_bets_are_taken_again(busy: Busy) -> None:
    async def play() -> list[int]:
        async with busy.client() as client:
            with busy.round_.holding_market("Ghana"):
                waiting = await busy.fill(client)
                refused = await busy.bet(client)
            await asyncio.gather(*waiting)
            return [refused.status_code, (await busy.bet(client)).status_code]

    assert asyncio.run(play()) == [503, 201]


@pytest.mark.parametrize("busy", [DOOR], indirect=True)
def test_what_comes_in_one_piece_is_refused_unread(busy: Busy) -> None:
    """And what else comes by the same connection is answered as ever."""
    body = b"whatever it says"
    bet = f"PUT /api/bets/{new_id()} HTTP/1.1\r\nhost: one.localhost\r\n"
    requests = [
        b"%bcontent-length: %d\r\n\r\n%b" % (bet.encode(), len(body), body),
        b"GET /health/live HTTP/1.1\r\nhost: one.localhost\r\n\r\n",
    ]

    async def play() -> list[bytes]:
        url = httpx.URL(busy.url)
        async with busy.client() as client:
            with busy.round_.holding_market("Ghana"):
                waiting = await busy.fill(client)
                reader, writer = await asyncio.open_connection(url.host, url.port)
                heads = []
                for request in requests * 2:
                    writer.write(request)
                    heads.append(await reader.readuntil(b"\r\n\r\n"))
                    length = heads[-1].lower().split(b"content-length: ")[1].split(b"\r\n")[0]
                    await reader.readexactly(int(length))
                writer.close()
                await writer.wait_closed()
            await asyncio.gather(*waiting)
            return heads

    heads = asyncio.run(play())

    assert [head.split()[1] for head in heads] == [b"503", b"200"] * 2
    # Uvicorn dates what it has read.
    assert [b"\r\ndate: " in head for head in heads] == [False, True] * 2
