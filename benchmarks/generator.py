"""Bets over HTTP from many players at once: `python -m benchmarks.generator`, a process of its own.

A job comes on standard input, what happened goes to standard output, both as JSON.  It speaks
HTTP/1.1 by hand, for a client that costs as much as the server would measure itself.
"""

import asyncio
import secrets
import sys
import time
from collections import Counter, deque
from itertools import cycle
from typing import cast
from uuid import UUID

import msgspec
import uvloop

ODDS = 2500
GRACE_SECONDS = 5.0


class Player(msgspec.Struct, frozen=True):
    """A session, as its browser holds it, and what it may bet with."""

    cookie: str
    csrf: str
    entry: str


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """With a `rate` bets are sent when they are due, else whenever a connection is free."""

    tenant_id: UUID
    port: int
    host: str
    players: list[Player]
    selections: list[str]
    connections: int
    seconds: float
    rate: float | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How many were answered with which status, and after how long, the accepted apart."""

    seconds: float
    due: int
    statuses: dict[str, int]
    accepted_ms: list[float]
    refused_ms: list[float]

    @property
    def accepted_per_second(self) -> float:
        return self.statuses.get("201", 0) / self.seconds


class Connection(asyncio.Protocol):
    def __init__(self, crowd: "Crowd") -> None:
        self._crowd = crowd
        self._rest = b""
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's own kind is no `asyncio.Transport`, but does what one does.
        self.transport = cast("asyncio.Transport", transport)

    def send(self, request: bytes) -> None:
        self._sent = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        head, _, body = data.partition(b"\r\n\r\n")
        _, _, length = head.lower().partition(b"content-length: ")
        if not length or len(body) < int(length.split(b"\r\n", 1)[0]):
            self._rest = data
            return
        self._rest = b""
        self._crowd.answered(self, head[9:12].decode(), time.perf_counter() - self._sent)

    def connection_lost(self, _error: Exception | None) -> None:
        self._crowd.lost(self)


class Crowd:
    def __init__(self, job: Job) -> None:
        self._job = job
        self._players = cycle(job.players)
        self._selections = cycle(job.selections)
        self._free: deque[Connection] = deque()
        self._connections: list[Connection] = []
        self._due = 0
        self._begun = 0
        self._over = False
        self._statuses: Counter[str] = Counter()
        self._accepted: list[float] = []
        self._refused: list[float] = []

    async def play(self) -> Outcome:
        loop = asyncio.get_running_loop()
        for _ in range(self._job.connections):
            _, connection = await loop.create_connection(
                lambda: Connection(self), "127.0.0.1", self._job.port
            )
            self._connections.append(connection)
        self._free.extend(self._connections)
        started = time.perf_counter()
        if self._job.rate is None:
            self._due = sys.maxsize
            self._send_what_is_due()
            await asyncio.sleep(self._job.seconds)
        else:
            while (passed := time.perf_counter() - started) < self._job.seconds:
                self._due = int(passed * self._job.rate)
                self._send_what_is_due()
                await asyncio.sleep(0.001)
        self._over = True
        seconds = time.perf_counter() - started
        while len(self._free) < len(self._connections):
            await asyncio.sleep(0.01)
            if time.perf_counter() - started > seconds + GRACE_SECONDS:
                break
        due = self._begun if self._job.rate is None else self._due
        return Outcome(
            seconds=seconds,
            due=due,
            statuses=dict(self._statuses),
            accepted_ms=self._accepted,
            refused_ms=self._refused,
        )

    def answered(self, connection: Connection, status: str, seconds: float) -> None:
        self._statuses[status] += 1
        (self._accepted if status == "201" else self._refused).append(seconds * 1000)
        self._free.append(connection)
        self._send_what_is_due()

    def lost(self, connection: Connection) -> None:
        if not self._over:
            self._statuses["lost"] += 1
            self._connections.remove(connection)

    def _send_what_is_due(self) -> None:
        while self._free and self._begun < self._due and not self._over:
            self._begun += 1
            self._free.popleft().send(self._request())

    def _request(self) -> bytes:
        player = next(self._players)
        body = (
            f'{{"entry_id":"{player.entry}","kind":"single","stake":1,'
            f'"legs":[{{"selection_id":"{next(self._selections)}","odds":{ODDS}}}]}}'
        )
        return (
            f"PUT /api/bets/{_new_id()} HTTP/1.1\r\nhost: {self._job.host}\r\n"
            f"cookie: pointsbook={player.cookie}\r\nx-csrf-token: {player.csrf}\r\n"
            "accept: application/json\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n{body}"
        ).encode()


def _new_id() -> str:
    """UUIDv7, as browsers make them: PostgreSQL likes its keys in the order of time."""
    text = f"{time.time_ns() // 1_000_000:012x}7{secrets.token_hex(9)}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-8{text[17:20]}-{text[19:31]}"


def main() -> None:
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    outcome = uvloop.run(Crowd(job).play())
    sys.stdout.buffer.write(msgspec.json.encode(outcome))


if __name__ == "__main__":
    main()
