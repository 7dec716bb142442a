"""What /metrics shows.  OpenTelemetry pushes the others; no metric is in both."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from importlib.metadata import version

from litestar import Litestar
from prometheus_client import CollectorRegistry, Gauge, Histogram, Info, start_http_server
from prometheus_client.exposition import choose_encoder

TICK_SECONDS = 0.5
LAG_BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Scraped:
    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        build = Info("pointsbook_build", "The running version", registry=self._registry)
        build.info({"version": version("pointsbook")})
        self._lag = Histogram(
            "pointsbook_event_loop_lag_seconds",
            "How late the event loop woke a sleeper: everybody waits that long",
            buckets=LAG_BUCKETS,
            registry=self._registry,
        )
        self._heartbeat = Gauge(
            "pointsbook_heartbeat_timestamp_seconds",
            "When the event loop last turned",
            registry=self._registry,
        )
        self._jobs = Gauge(
            "pointsbook_jobs", "Jobs in the queue", ["status"], registry=self._registry
        )

    @asynccontextmanager
    async def watch_event_loop(self, _app: Litestar | None = None) -> AsyncIterator[None]:
        """A lifespan: the watch lives as long as the application."""
        watch = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            watch.cancel()

    @contextmanager
    def served(self, port: int | None) -> Iterator[None]:
        """For a process without pages: a server of its own, which only this machine can reach."""
        if port is None:
            yield
            return
        server, thread = start_http_server(port, addr="127.0.0.1", registry=self._registry)
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def count_jobs(self, numbers: Mapping[str, int]) -> None:
        self._jobs.clear()
        for status, number in numbers.items():
            self._jobs.labels(status).set(number)

    def exposition(self, accept: str) -> tuple[bytes, str]:
        """In OpenMetrics for those who accept it, else in the older text format."""
        encode, media_type = choose_encoder(accept)
        # Litestar adds the charset to every text.
        return encode(self._registry), media_type.removesuffix("; charset=utf-8")

    async def _tick(self) -> None:
        while True:
            self._heartbeat.set_to_current_time()
            before = time.perf_counter()
            await asyncio.sleep(TICK_SECONDS)
            self._lag.observe(max(0.0, time.perf_counter() - before - TICK_SECONDS))
