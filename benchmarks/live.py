"""From the commit of a price to ten thousand open connections of one web process."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO
from uuid import UUID

import msgspec
import psycopg

from app.development.postgres import Cluster
from app.development.processes import Process
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from benchmarks import game
from benchmarks.http import SILENCE, STOP_SECONDS_MAX, await_ready, free_port
from benchmarks.listener import Plan, Told

CONNECTIONS = 10_000
ROUNDS = 7
# Between them all is quiet, so that each is an isolated change.
PAUSE_SECONDS = 0.7
HOST = "live.localhost"
TRANSPORTS = {"SSE": False, "WebSocket": True}

PRICE = """
    with changed as (
        update selection set odds = odds + 1, odds_version = odds_version + 1
        where market_id = %(market)s returning *
    )
    insert into price (selection_id, version, odds, source, author)
    select id, odds_version, odds, 'hand', 'bench' from changed
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    tenant_id: UUID
    market_id: UUID
    event_id: UUID
    cookies: list[str]


async def prepare(database: Database) -> Ground:
    tenant_id = new_id()
    async with database.tenant(tenant_id) as tx:
        entries, _ = await game.build(tx, tenant_id, subdomain="live")
        players = await game.sign_in(tx, tenant_id, HOST, [entry for entry, _ in entries])
        found = await tx.exec_driver_sql("select id, event_id from market limit 1")
        market = found.one()
    return Ground(
        tenant_id=tenant_id,
        market_id=market.id,
        event_id=market.event_id,
        cookies=[player.cookie for player in players],
    )


def measure(
    ground: Ground, cluster: Cluster, environ: Mapping[str, str], connections: int = CONNECTIONS
) -> None:
    print(f"\n{connections:,} open connections of one process, from a commit")
    for name, websocket in TRANSPORTS.items():
        with _serving(environ) as (port, pid):
            plan = Plan(
                port=port,
                host=HOST,
                cookies=ground.cookies,
                topic=f"event:{ground.event_id}",
                connections=connections,
                websocket=websocket,
            )
            _measure(name, plan, ground, cluster, pid)


def _measure(name: str, plan: Plan, ground: Ground, cluster: Cluster, pid: int) -> None:
    before = _memory_kib(pid)
    with _listening(plan) as (say, hear):
        each = (_memory_kib(pid) - before) / plan.connections
        rounds = [_once(say, hear, ground, cluster) for _ in range(ROUNDS)]
    heard = min(told.heard for _, told in rounds)
    print(
        f"  {name:<12} 99 % after {_median(told.p99 - at for at, told in rounds):5.0f} ms,"
        f" the first after {_median(told.first - at for at, told in rounds):4.0f},"
        f" fan-out {_median(told.p99 - told.first for _, told in rounds):4.0f};"
        f" worst 99 % {max(told.p99 - at for at, told in rounds) * 1000:5.0f};"
        f" {each:.1f} KiB each; {heard:,} heard"
    )


def _once(say: IO[bytes], hear: IO[bytes], ground: Ground, cluster: Cluster) -> tuple[float, Told]:
    """When the price was committed, and when that was heard."""
    time.sleep(PAUSE_SECONDS)
    say.write(b"\n")
    say.flush()
    hear.readline()
    with psycopg.connect(cluster.url("app", "bench").reveal()) as tx:
        tx.execute("select set_config('app.tenant_id', %s, true)", [str(ground.tenant_id)])
        tx.execute(PRICE, {"market": ground.market_id})
        tx.commit()
        committed = time.monotonic()
    return committed, msgspec.json.decode(hear.readline(), type=Told)


@contextmanager
def _listening(plan: Plan) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Once all connections are open."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.listener"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as listener:
        assert listener.stdin  # noqa: S101 - asked for
        assert listener.stdout  # noqa: S101 - asked for
        listener.stdin.write(msgspec.json.encode(plan) + b"\n")
        listener.stdin.flush()
        opened = listener.stdout.readline()
        assert opened, "not all connections were let in"  # noqa: S101 - or it measures less
        yield listener.stdin, listener.stdout
        listener.stdin.close()


@contextmanager
def _serving(environ: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """One web process, as `pointsbook run` starts it."""
    port = free_port()
    command = [
        sys.executable, "-m", "uvicorn", "app.main:create", "--factory",
        "--host", "127.0.0.1", "--port", str(port), "--backlog", "4096",
        "--loop", "uvloop", "--http", "app.plumbing.shedding:Door", "--no-proxy-headers",
        "--ws-max-size", "65536", "--ws-per-message-deflate", "false",
        "--timeout-graceful-shutdown", str(STOP_SECONDS_MAX),
    ]  # fmt: skip
    with Path(os.devnull).open("wb") as nowhere:
        web = Process("web", command, environ={**os.environ, **environ, **SILENCE}, log=nowhere)
        try:
            await_ready(web, f"http://127.0.0.1:{port}/health/live")
            yield port, web.pid
        finally:
            web.stop(STOP_SECONDS_MAX)


def _memory_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1])


def _median(seconds: Iterator[float]) -> float:
    return median(seconds) * 1000
