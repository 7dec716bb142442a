"""Bets over HTTP with everything on, against the same bet as one function of PostgreSQL."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import httpx
import msgspec

from app.development.postgres import Cluster
from app.development.processes import Process
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from benchmarks import game
from benchmarks.function import Rival
from benchmarks.generator import Job, Latency, Outcome

ROUNDS = 3
SECONDS = 3
PROCESSES = "2"
# Two processes' worth of players who wait for their answer before they bet again.
CONNECTIONS = 64
# Enough that a bet which is due seldom waits for a free one.
OPEN = 256
CROWD = 1024
START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 5

# Spans are made and written, but nobody gathers them: a collector would share these processors.
TELEMETRY = {
    "OTEL_TRACES_EXPORTER": "console",
    "OTEL_METRICS_EXPORTER": "console",
    "OTEL_LOGS_EXPORTER": "none",
    "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
    "OTEL_TRACES_SAMPLER_ARG": "0.1",
}
SILENCE = {"OTEL_SDK_DISABLED": "true", "POINTSBOOK_LOG_LEVEL": "error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The same players at two pairs of web processes: with telemetry and without."""

    job: Job
    silent_port: int
    rival: Rival

    def play(self, **changes: object) -> Outcome:
        outcome = send(msgspec.structs.replace(self.job, **changes))
        strange = outcome.statuses.keys() - {"201", "503"}
        assert not strange, outcome.statuses  # noqa: S101 - or it measured something else
        return outcome

    def rate(self, **changes: object) -> float:
        return self.play(**changes).accepted_per_second


def send(job: Job) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.generator"],
        input=msgspec.json.encode(job), stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    return msgspec.json.decode(done.stdout, type=Outcome)


async def prepare(database: Database) -> Job:
    """A community of its own with five hundred players who are signed in."""
    tenant_id, host = new_id(), "http.localhost"
    async with database.tenant(tenant_id) as tx:
        entries, selections = await game.build(tx, tenant_id, subdomain="http")
        players = await game.sign_in(tx, tenant_id, host, [entry for entry, _ in entries])
    return Job(
        tenant_id=tenant_id,
        port=0,
        host=host,
        players=players,
        selections=[str(selection) for selection in selections],
        connections=CONNECTIONS,
        seconds=SECONDS,
    )


def measure(job: Job, cluster: Cluster, environ: Mapping[str, str], folder: Path) -> None:
    rival = Rival(cluster, folder, job.tenant_id)
    with (
        serving({**environ, **TELEMETRY}) as port,
        serving({**environ, **SILENCE}) as silent_port,
    ):
        job = msgspec.structs.replace(job, port=port)
        site = Site(job=job, silent_port=silent_port, rival=rival)
        most = show_rates(site)
        show_markets(site)
        show_latencies(site, most)


def show_rates(site: Site) -> float:
    rates = take_turns(
        {
            "pgbench, one function, 32 clients": partial(site.rival.rate, SECONDS),
            "HTTP, everything on": site.rate,
            "HTTP, without telemetry": partial(site.rate, port=site.silent_port),
        }
    )
    _show("Bets over HTTP, two web processes, a second", rates)
    return rates["HTTP, everything on"]


def show_markets(site: Site) -> None:
    rates = take_turns(
        {
            "spread over all markets": site.rate,
            "all on one market": partial(site.rate, selections=site.job.selections[:1]),
        }
    )
    _show("One market for all, bets a second", rates)


def show_latencies(site: Site, most: float) -> None:
    print("\nHow long a bet takes, over HTTP, everything on")
    alone = site.play(connections=1, rate=20)
    show_latency("20 a second, one at a time", alone)
    show_latency("1,000 a second offered", site.play(rate=1_000, connections=OPEN))
    crowd = site.play(rate=10_000, connections=CROWD)
    show_latency("10,000 a second offered", crowd)
    sent, refused = sum(crowd.statuses.values()), crowd.statuses.get("503", 0)
    print(
        f"    sent {sent / crowd.due:.0%} of them, and {refused / sent:.0%} of these were refused"
    )
    print(f"    goodput {crowd.accepted_per_second / most:.2f} of the most")


def take_turns(contestants: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The median rate of each, in turns, after one turn to warm up."""
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(ROUNDS + 1):
        for name, rate in contestants.items():
            found = rate()
            if turn:
                rates[name].append(found)
    return {name: median(found) for name, found in rates.items()}


@contextmanager
def serving(environ: Mapping[str, str]) -> Iterator[int]:
    """Two web processes behind one port, as `pointsbook run --workers 2` starts them."""
    port = free_port()
    command = [
        sys.executable, "-m", "uvicorn", "app.main:create", "--factory",
        "--host", "127.0.0.1", "--port", str(port), "--workers", PROCESSES,
        "--loop", "uvloop", "--http", "app.plumbing.shedding:Door", "--no-proxy-headers",
        "--ws-max-size", "65536", "--ws-per-message-deflate", "false",
    ]  # fmt: skip
    with Path(os.devnull).open("wb") as nowhere:
        web = Process("web", command, environ={**os.environ, **environ}, log=nowhere)
        try:
            await_ready(web, f"http://127.0.0.1:{port}/health/live")
            yield port
        finally:
            web.stop(STOP_SECONDS_MAX)


def await_ready(web: Process, url: str) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while True:
        try:
            httpx.get(url, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            if web.status is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _show(title: str, rates: Mapping[str, float]) -> None:
    first = next(iter(rates.values()))
    print(f"\n{title}")
    for name, rate in rates.items():
        print(f"  {name:<44} {rate:>10.0f} {rate / first:>11.2f}")


def show_latency(name: str, outcome: Outcome) -> None:
    print(f"  {name:<44} {_told(outcome.accepted)}")
    print(f"    from when they were sent {_told(outcome.service):>60}")
    if "503" in outcome.statuses:
        print(f"    the refused {_told(outcome.refused):>60}")


def _told(latency: Latency) -> str:
    return f"p50 {latency.p50:.1f}, p95 {latency.p95:.1f}, p99 {latency.p99:.1f} ms"
