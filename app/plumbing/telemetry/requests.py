"""What is told of each request: one line, one measure, and a span of those that are sampled.

Made by hand, since OpenTelemetry's own middleware gathers all attributes of a request before it
asks whether anybody wants them, which was a fifth of the processor time of a bet.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPMethod

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from opentelemetry import propagate
from opentelemetry.metrics import CallbackOptions, Observation, get_meter
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, get_tracer, use_span

log = structlog.get_logger()
tracer = get_tracer("app")
meter = get_meter("app")

# Asked every few seconds by machines: neither their lines nor their traces teach anything.
QUIET = ("/health/", "/metrics")
# What others call a client that went away before the answer; no server ever sends it.
GONE = 499
BROKEN_FROM = 500
METHODS = frozenset(str(method) for method in HTTPMethod)
# Whoever invents methods must not make series.
OTHER = "_OTHER"

duration = meter.create_histogram(
    "http.server.request.duration",
    unit="s",
    description="How long a request took.",
    explicit_bucket_boundaries_advisory=[
        *(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
    ],
)
active: Counter[tuple[str, str]] = Counter()


def _observe_active(_options: CallbackOptions) -> Iterable[Observation]:
    for (method, scheme), number in active.items():
        yield Observation(number, {"http.request.method": method, "url.scheme": scheme})


meter.create_observable_up_down_counter(
    "http.server.active_requests",
    [_observe_active],
    unit="{request}",
    description="Requests being answered.",
)


class WatchRequests:
    """Outside of everything that may answer, so that 404 and 413 are told of as well."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and not scope["path"].startswith(QUIET):
            await self._watch(scope, receive, send)
        elif scope["type"] == ScopeType.WEBSOCKET:
            with _span(scope, "WS") as span:
                await self._app(scope, receive, send)
                _describe(span, scope, "WS")
        else:
            await self._app(scope, receive, send)

    async def _watch(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        status, answered = GONE, False
        method = _method(scope)

        async def watch(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                answered = True

        kind = method, scope["scheme"]
        active[kind] += 1
        with _span(scope, method) as span:
            try:
                await self._app(scope, receive, watch)
            finally:
                active[kind] -= 1
                status = status if answered else GONE
                seconds = time.perf_counter() - started
                _describe(span, scope, method, status)
                _measure(scope, method, status, seconds)
                _report(scope, status, seconds)


def _method(scope: Scope) -> str:
    method = str(scope.get("method"))
    return method if method in METHODS else OTHER


def route_template(scope: Scope) -> str | None:
    """`/transfers/{id}`, never the path itself.  None where no route matched."""
    template: str | None = scope.get("path_template")
    return template


@contextmanager
def _span(scope: Scope, method: str) -> Iterator[Span]:
    """Whether it is sampled is decided by whoever asks, if they say so, else by the rate."""
    sent = {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in scope["headers"]
        if name in (b"traceparent", b"tracestate")
    }
    span = tracer.start_span(
        _name(method), propagate.extract(sent) if sent else None, SpanKind.SERVER
    )
    with use_span(span, end_on_exit=True):
        yield span


def _name(method: str, route: str | None = None) -> str:
    """By the raw path, each scan would make new series."""
    return " ".join(["HTTP" if method == OTHER else method, *([route] if route else [])])


def _describe(span: Span, scope: Scope, method: str, status: int | None = None) -> None:
    if not span.is_recording():
        return
    route = route_template(scope)
    span.update_name(_name(method, route))
    span.set_attributes(_labels(scope, method, status))
    host, port = scope.get("server") or (None, None)
    if host:
        span.set_attribute("server.address", host)
    if port:
        span.set_attribute("server.port", port)
    if status and status >= BROKEN_FROM:
        span.set_status(Status(StatusCode.ERROR))


def _measure(scope: Scope, method: str, status: int, seconds: float) -> None:
    # Within the span, so that a slow one is an example that leads to its trace.
    duration.record(seconds, _labels(scope, method, status))


def _labels(scope: Scope, method: str, status: int | None) -> dict[str, str | int]:
    labels: dict[str, str | int] = {
        "http.request.method": method,
        "url.scheme": scope["scheme"],
        "network.protocol.version": scope["http_version"],
    }
    if status:
        labels["http.response.status_code"] = status
    if status and status >= BROKEN_FROM:
        labels["error.type"] = str(status)
    if route := route_template(scope):
        labels["http.route"] = route
    return labels


def _report(scope: Scope, status: int, seconds: float) -> None:
    log.info(
        "request answered",
        method=scope.get("method"),
        route=route_template(scope),
        status=status,
        duration_ms=round(seconds * 1000, 1),
    )
