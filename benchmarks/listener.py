"""Thousands of open connections that note when they hear of odds: a process of its own.

It is told what to do in JSON on its standard input, says when all are open, and then, for each
line that comes, how long after it the first and the last of them heard.
"""

import asyncio
import os
import struct
import sys
import time
from collections.abc import Sequence
from typing import cast

import msgspec
import uvloop

NEWS = b"odds_update"
TOGETHER = 100
PATIENCE_SECONDS = 60.0


class Plan(msgspec.Struct, frozen=True):
    port: int
    host: str
    cookies: list[str]
    topic: str
    connections: int
    websocket: bool


class Told(msgspec.Struct, frozen=True):
    """Moments of the clock that all processes share, in seconds; of how many connections."""

    heard: int
    first: float = 0.0
    p50: float = 0.0
    p99: float = 0.0
    last: float = 0.0


class Listener(asyncio.Protocol):
    def __init__(self, plan: Plan, cookie: str, moments: list[float]) -> None:
        self._plan = plan
        self._cookie = cookie
        self._moments = moments
        self._follows = False
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Uvloop's own is none of asyncio's.
        self._transport = transport = cast("asyncio.Transport", transport)
        plan = self._plan
        lines = [f"Host: {plan.host}", f"Cookie: pointsbook={self._cookie}"]
        if plan.websocket:
            path = "/ws"
            lines += [
                "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", f"Origin: http://{plan.host}",
            ]  # fmt: skip
        else:
            path = f"/live?topics={plan.topic}"
            lines += ["Accept: text/event-stream"]
        transport.write("\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        if NEWS in data:
            self._moments.append(time.monotonic())
        if self.open.done():
            return
        if self._plan.websocket and b"authenticated" in data and not self._follows:
            self._follows = True
            self._transport.write(frame({"type": "subscribe_odds", "topics": [self._plan.topic]}))
        if b"retry: " in data or b'"subscribed"' in data:
            self.open.set_result(None)

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.open.done():
            self.open.set_exception(ConnectionError("it was not let in"))


def frame(message: object) -> bytes:
    """As browsers send it, with a mask that changes nothing."""
    text = msgspec.json.encode(message)
    return b"\x81" + struct.pack("!BH", 0xFE, len(text)) + bytes(4) + text


def summed_up(moments: Sequence[float]) -> Told:
    if not moments:
        return Told(heard=0)
    ordered = sorted(moments)
    return Told(
        heard=len(ordered),
        first=ordered[0],
        p50=ordered[len(ordered) // 2],
        p99=ordered[int(len(ordered) * 0.99) - 1],
        last=ordered[-1],
    )


async def listen(plan: Plan) -> None:
    loop = asyncio.get_running_loop()
    moments: list[float] = []
    opened: list[Listener] = []
    while len(opened) < plan.connections:
        some = [
            Listener(plan, plan.cookies[number % len(plan.cookies)], moments)
            for number in range(len(opened), min(len(opened) + TOGETHER, plan.connections))
        ]
        for each in some:
            await loop.create_connection(lambda one=each: one, "127.0.0.1", plan.port)  # type: ignore[misc]
        await asyncio.gather(*(each.open for each in some))
        opened += some
    say({"open": len(opened)})
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while await lines.readline():
        moments.clear()
        say({"listening": True})
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(moments) < plan.connections and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        say(summed_up(moments))


def say(told: object) -> None:
    os.write(1, msgspec.json.encode(told) + b"\n")


def main() -> None:
    plan = msgspec.json.decode(sys.stdin.buffer.readline(), type=Plan)
    uvloop.run(listen(plan))


if __name__ == "__main__":
    main()
