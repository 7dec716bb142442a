"""Whether a collector listens, sleeps or is gone: requests do not notice."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles

import pytest

from tests.acceptance.server import listen
from tests.conftest import TestDatabase
from tests.contracts.telemetry.running import Running, exporting_to

REQUESTS = 300
STOP_SECONDS_MAX = 10
# So that sending all that is queued would take longer than anybody waits.
SMALL_BATCHES = {"OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "40", "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE": "40"}
# Generous: another test may have the processor at that moment.
SECONDS_LATER_MAX = 0.05


@contextmanager
def black_hole(port: int = 0) -> Iterator[tuple[int, list[socket.socket]]]:
    """Takes every connection and never says a word."""
    connections: list[socket.socket] = []
    with listen() if port == 0 else _listen_at(port) as listener:
        listener.listen()
        listener.settimeout(0.1)
        over = threading.Event()

        def accept() -> None:
            while not over.is_set():
                try:
                    connections.append(listener.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield listener.getsockname()[1], connections
        finally:
            over.set()
            thread.join()
            for connection in connections:
                connection.close()


def _listen_at(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


def slowest_hundredth(web: Running) -> float:
    seconds = []
    for _ in range(REQUESTS):
        before = time.perf_counter()
        web.http.get("/static/pointsbook.svg")
        seconds.append(time.perf_counter() - before)
    return quantiles(seconds, n=100)[-1]


def test_a_silent_collector_delays_nobody_and_no_shutdown(database: TestDatabase) -> None:
    with Running(database) as web:
        alone = slowest_hundredth(web)
    with (
        black_hole() as (port, connections),
        Running(database, environ=exporting_to(f"http://127.0.0.1:{port}") | SMALL_BATCHES) as web,
    ):
        assert slowest_hundredth(web) <= 2 * alone + SECONDS_LATER_MAX
        assert connections
        assert web.stop() <= STOP_SECONDS_MAX


def test_a_collector_that_is_gone_delays_no_shutdown(database: TestDatabase) -> None:
    with Running(database, environ=exporting_to("http://127.0.0.1:1")) as web:
        slowest_hundredth(web)
        assert web.stop() <= STOP_SECONDS_MAX


def test_without_an_endpoint_nobody_is_called(database: TestDatabase) -> None:
    try:
        usual = black_hole(4317)
        with usual as (_, connections), Running(database) as web:
            slowest_hundredth(web)
            web.stop()
            assert connections == []
    except OSError:
        pytest.skip("somebody listens at the usual port of collectors already")
