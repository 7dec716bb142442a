"""What the running application exports is what `observability/signals.yaml` lists."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.acceptance.server import listen
from tests.conftest import TestDatabase
from tests.contracts.telemetry.receiver import Receiver, labels_of, values_of
from tests.contracts.telemetry.registry import SIGNALS
from tests.contracts.telemetry.running import START_SECONDS_MAX, Running, exporting_to
from tests.contracts.telemetry.troubled import CANARY

OPEN_METRICS = {"accept": "application/openmetrics-text; version=1.0.0"}
EVERYWHERE = {"otel.event.name", "exception.type", "exception.stacktrace"}
LABELS_OF_FORMAT = {"le"}


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture(scope="module")
def scraped(make_database: Callable[[], TestDatabase], receiver: Receiver) -> str:
    """After a few requests of every kind; by then the application has ended and sent the rest."""
    endpoint = f"http://127.0.0.1:{receiver.port}"
    factory = "tests.contracts.telemetry.troubled:create"
    with Running(make_database(), factory=factory, environ=exporting_to(endpoint)) as web:
        for path in ("/fine/4711", "/slow", "/refused", "/broken", f"/no/such?secret={CANARY}"):
            web.http.get(path)
        web.http.request("PROPFIND", "/")
        web.http.get("/static/pointsbook.svg")
        web.http.post("/csp-reports", json={"csp-report": {"effective-directive": "img-src"}})
        web.http.get("/health/ready")
        web.http.get("/", headers={"host": "nowhere.localhost", "user-agent": CANARY})
        return web.http.get("/metrics", headers=OPEN_METRICS).text


def test_every_metric_is_listed(scraped: str, receiver: Receiver) -> None:
    assert scraped
    listed = SIGNALS["metrics"]
    assert {metric.name for metric in receiver.metrics} <= set(listed)
    for metric in receiver.metrics:
        assert metric.unit == listed[metric.name]["unit"]
        assert labels_of(metric) <= set(listed[metric.name]["labels"])


def test_every_scraped_metric_is_listed(scraped: str) -> None:
    check_scraped(scraped)


@pytest.fixture
def worker_port(database: TestDatabase) -> Iterator[int]:
    with listen() as socket:
        port: int = socket.getsockname()[1]
    environ = database.environ(worker_metrics_port=str(port))
    with subprocess.Popen([sys.executable, "-m", "app.worker"], env=os.environ | environ) as worker:
        try:
            yield port
        finally:
            worker.terminate()


def test_a_worker_shows_its_metrics_on_this_machine(worker_port: int) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    shown = ""
    while not shown:
        assert time.monotonic() < deadline, "the worker shows nothing"
        time.sleep(0.05)
        with suppress(httpx.ConnectError):
            url = f"http://127.0.0.1:{worker_port}/metrics"
            shown = httpx.get(url, headers=OPEN_METRICS).text

    check_scraped(shown)


def check_scraped(text: str) -> None:
    listed = SIGNALS["scraped"]
    parse: Any = text_string_to_metric_families
    shown = list(parse(text))
    assert {"pointsbook_event_loop_lag_seconds", "pointsbook_build"} <= {one.name for one in shown}
    for family in shown:
        name = family.name + ("_info" if family.type == "info" else "")
        labels = {label for sample in family.samples for label in sample.labels}
        assert labels - LABELS_OF_FORMAT <= set(listed[name]["labels"])


def test_no_metric_is_both_pushed_and_scraped() -> None:
    assert not {name.replace(".", "_") for name in SIGNALS["metrics"]} & set(SIGNALS["scraped"])


def test_every_span_is_listed(scraped: str, receiver: Receiver) -> None:
    assert scraped
    assert {scope for scope, _ in receiver.spans} == set(SIGNALS["spans"])
    for scope, span in receiver.spans:
        listed = SIGNALS["spans"][scope]
        assert re.fullmatch(listed["names"], span.name)
        assert set(values_of(span.attributes)) <= set(listed["attributes"])


def test_every_line_is_listed(scraped: str, receiver: Receiver) -> None:
    assert scraped
    events = [line for line in receiver.logs if values_of(line.attributes)]
    assert {line.body.string_value for line in events} == {
        "request answered",
        "request failed",
        "statement slow",
    }
    for line in events:
        listed = SIGNALS["logs"][line.body.string_value]
        assert set(values_of(line.attributes)) <= {*listed["fields"], *EVERYWHERE}
        assert line.trace_id


def test_spans_are_named_by_route_and_unknown_paths_by_method(
    scraped: str, receiver: Receiver
) -> None:
    assert scraped
    names = {span.name for scope, span in receiver.spans if scope == "app"}
    assert {"GET", "HTTP", "GET /fine/{number}", "GET /static/{file_path}"} <= names
    assert not any("4711" in name or "such" in name for name in names)


def test_a_statement_belongs_to_the_request_that_ran_it(scraped: str, receiver: Receiver) -> None:
    assert scraped
    [request] = [span for _, span in receiver.spans if span.name == "GET /fine/{number}"]
    children = [span for _, span in receiver.spans if span.parent_span_id == request.span_id]
    assert "select" in {span.name for span in children}


def test_nothing_that_a_client_typed_is_exported(scraped: str, receiver: Receiver) -> None:
    assert scraped
    assert CANARY not in str(receiver)


def test_the_resource_says_who_speaks(scraped: str, receiver: Receiver) -> None:
    assert scraped
    [resource] = {tuple(sorted(one.items())) for one in receiver.resources}
    told = dict(resource)
    assert told["service.name"] == "pointsbook-web"
    assert told["service.namespace"] == "pointsbook"
    assert told["deployment.environment.name"] == "test"
    assert {"service.instance.id", "service.version"} <= set(told)
