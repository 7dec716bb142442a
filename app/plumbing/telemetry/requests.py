"""One line a request: what was asked for, how it went, how long it took."""

import time

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

# Asked every few seconds by machines: neither their lines nor their traces teach anything.
QUIET = ("/health/", "/metrics")
# What others call a client that went away before the answer; no server ever sends it.
GONE = 499


class RequestLog:
    """Outside of everything that may answer, so that 404 and 413 have their line as well."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(QUIET):
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status, answered = GONE, False

        async def watch(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                # Within the request's span, which is over once the application returns.
                answered = True
                _report(scope, status, started)

        try:
            await self._app(scope, receive, watch)
        finally:
            if not answered:
                _report(scope, GONE, started)


def route_template(scope: Scope) -> str | None:
    """`/transfers/{id}`, never the path itself.  None where no route matched."""
    template: str | None = scope.get("path_template")
    return template


def _report(scope: Scope, status: int, started: float) -> None:
    log.info(
        "request answered",
        method=scope.get("method"),
        route=route_template(scope),
        status=status,
        duration_ms=round((time.perf_counter() - started) * 1000, 1),
    )
