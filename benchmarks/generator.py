"""Bets over HTTP from many players at once: `python -m benchmarks.generator`, a process of its own.

A job comes on standard input, what happened goes to standard output, both as JSON.  It speaks
HTTP/1.1 by hand, for a client that costs as much as the server would measure itself.

With a rate, a bet's time begins when it is due and not when a connection was free to send it, so
that a server which stalls cannot hide what it does to those who would have come meanwhile.
"""

import asyncio
import re
import secrets
import sys
import time
from collections import Counter, deque
from collections.abc import Sequence
from itertools import cycle
from statistics import quantiles
from typing import cast
from uuid import UUID

import msgspec
import uvloop

ODDS = 2500
GRACE_SECONDS = 5.0
RETRY_AFTER_SECONDS = 1.0
HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
ACCEPTED, REFUSED = (b"200", b"201"), b"503"
# Fewer have no percentiles.
SEVERAL = 2


class Player(msgspec.Struct, frozen=True):
    """A session, as its browser holds it, and what it may bet with."""

    cookie: str
    csrf: str
    entry: str


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """With a `rate` bets are sent when they are due, else whenever a connection is free.

    With `paths`, the players ask for these in turns, and nothing is bet.
    Then whoever is refused comes again when they were told to, as clients do.
    """

    tenant_id: UUID
    port: int
    host: str
    players: list[Player]
    selections: list[str]
    connections: int
    seconds: float
    rate: float | None = None
    paths: list[str] = []


class Latency(msgspec.Struct, frozen=True, kw_only=True):
    """How long it took, in milliseconds; nothing where nothing happened."""

    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Latency":
        if len(seconds) < SEVERAL:
            return cls()
        percent = quantiles(seconds, n=100)
        return cls(p50=percent[49] * 1000, p95=percent[94] * 1000, p99=percent[98] * 1000)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How many were answered with which status, and after how long.

    The accepted count from when they were due, and as `service` from when they could be sent.
    """

    seconds: float
    due: int
    statuses: dict[str, int]
    accepted: Latency
    service: Latency
    refused: Latency

    @property
    def accepted_per_second(self) -> float:
        return self.statuses.get("201", 0) / self.seconds


class Connection(asyncio.Protocol):
    def __init__(self, crowd: "Crowd") -> None:
        self._crowd = crowd
        self._rest = b""
        self._due = 0.0
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's own kind is no `asyncio.Transport`, but does what one does.
        self.transport = cast("asyncio.Transport", transport)

    def send(self, request: bytes, *, due: float) -> None:
        self._due = due
        self._sent = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        end = data.find(HEAD_END)
        found = LENGTH.search(data, 0, end) if end >= 0 else None
        if not found or len(data) < end + len(HEAD_END) + int(found[1]):
            self._rest = data
            return
        self._rest = b""
        now = time.perf_counter()
        self._crowd.answered(
            self, data[9:12], since_due=now - self._due, since_sent=now - self._sent
        )

    def connection_lost(self, _error: Exception | None) -> None:
        self._crowd.lost(self)


class Crowd:
    def __init__(self, job: Job) -> None:
        self._job = job
        self._places = zip(cycle(job.players), cycle(job.selections), strict=False)
        self._pages = zip(cycle(job.players), cycle(job.paths), strict=False)
        self._rests: dict[tuple[Player, str], bytes] = {}
        self._free: deque[Connection] = deque()
        self._connections: list[Connection] = []
        self._due = 0
        self._begun = 0
        self._over = False
        self._started = 0.0
        self._statuses: Counter[bytes] = Counter()
        self._accepted: list[float] = []
        self._service: list[float] = []
        self._refused: list[float] = []

    async def play(self) -> Outcome:
        loop = asyncio.get_running_loop()
        for _ in range(self._job.connections):
            _, connection = await loop.create_connection(
                lambda: Connection(self), "127.0.0.1", self._job.port
            )
            self._connections.append(connection)
        self._free.extend(self._connections)
        self._started = started = time.perf_counter()
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
            statuses={status.decode(): count for status, count in self._statuses.items()},
            accepted=Latency.of(self._accepted),
            service=Latency.of(self._service),
            refused=Latency.of(self._refused),
        )

    def answered(
        self, connection: Connection, status: bytes, *, since_due: float, since_sent: float
    ) -> None:
        self._statuses[status] += 1
        if status in ACCEPTED:
            self._accepted.append(since_due)
            self._service.append(since_sent)
        else:
            self._refused.append(since_sent)
        if status == REFUSED and self._job.rate is None and not self._over:
            asyncio.get_running_loop().call_later(RETRY_AFTER_SECONDS, self._free_again, connection)
        else:
            self._free_again(connection)

    def _free_again(self, connection: Connection) -> None:
        self._free.append(connection)
        self._send_what_is_due()

    def lost(self, connection: Connection) -> None:
        if not self._over:
            self._statuses[b"lost"] += 1
            self._connections.remove(connection)

    def _send_what_is_due(self) -> None:
        while self._free and self._begun < self._due and not self._over:
            rate = self._job.rate
            self._begun += 1
            due = self._started + self._begun / rate if rate else time.perf_counter()
            self._free.popleft().send(self._request(), due=due)

    def _request(self) -> bytes:
        if self._job.paths:
            player, path = next(self._pages)
            return (
                f"GET {path} HTTP/1.1\r\nhost: {self._job.host}\r\n"
                f"cookie: pointsbook={player.cookie}\r\naccept: application/json\r\n\r\n"
            ).encode()
        return b"PUT /api/bets/%b%b" % (_new_id(), self._rest_of(next(self._places)))

    def _rest_of(self, place: tuple[Player, str]) -> bytes:
        """All that follows the bet's id: the same whenever a player bets on a selection."""
        rest = self._rests.get(place)
        if rest is None:
            player, selection = place
            body = (
                f'{{"entry_id":"{player.entry}","kind":"single","stake":1,'
                f'"legs":[{{"selection_id":"{selection}","odds":{ODDS}}}]}}'
            )
            rest = self._rests[place] = (
                f" HTTP/1.1\r\nhost: {self._job.host}\r\n"
                f"cookie: pointsbook={player.cookie}\r\nx-csrf-token: {player.csrf}\r\n"
                "accept: application/json\r\ncontent-type: application/json\r\n"
                f"content-length: {len(body)}\r\n\r\n{body}"
            ).encode()
        return rest


def _new_id() -> bytes:
    """UUIDv7, as browsers make them: PostgreSQL likes its keys in the order of time."""
    text = b"%012x7%b" % (time.time_ns() // 1_000_000, secrets.token_hex(9).encode())
    return b"-".join([text[:8], text[8:12], text[12:16], b"8" + text[17:20], text[19:31]])


def main() -> None:
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    outcome = uvloop.run(Crowd(job).play())
    sys.stdout.buffer.write(msgspec.json.encode(outcome))


if __name__ == "__main__":
    main()
