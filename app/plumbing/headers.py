"""What browsers are told to refuse, on every response, and what they report to have refused."""

from typing import Any
from urllib.parse import urlsplit

import msgspec
from litestar import Request, Response, post
from litestar.enums import ScopeType
from litestar.status_codes import HTTP_204_NO_CONTENT
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from app.plumbing.access import anyone
from app.plumbing.settings import Settings
from app.plumbing.telemetry import metrics

REPORTS = "/csp-reports"
REPORTS_AT_ONCE_MAX = 20
DIRECTIVES = frozenset(
    {
        "base-uri",
        "connect-src",
        "default-src",
        "font-src",
        "form-action",
        "frame-ancestors",
        "frame-src",
        "img-src",
        "manifest-src",
        "media-src",
        "object-src",
        "script-src",
        "script-src-attr",
        "script-src-elem",
        "style-src",
        "style-src-attr",
        "style-src-elem",
        "worker-src",
    }
)
YEAR_SECONDS = 31_536_000


class SecurityHeaders:
    """Plain ASGI around everything: it costs every response, also those no route made."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = security_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                # A response that needs a policy of its own brings it along.
                ours = [(name, value) for name, value in self._headers if name not in said]
                headers = [*message["headers"], *ours]
                if scope.get("user") and not any(name == b"cache-control" for name, _ in headers):
                    # The next person at this screen shall not find it with the back button.
                    headers.append((b"cache-control", b"no-store"))
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, send_with_headers)


def security_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    headers = {
        "content-security-policy": content_security_policy(settings),
        "reporting-endpoints": f'csp="{REPORTS}"',
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if settings.https:
        headers["strict-transport-security"] = f"max-age={YEAR_SECONDS}; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def content_security_policy(settings: Settings) -> str:
    # Browsers hold the redirect after a form against `form-action` too, and signing in and out
    # are forms that lead to Keycloak.
    keycloak = urlsplit(settings.keycloak_public_url or settings.keycloak_url)
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            f"form-action 'self' {keycloak.scheme}://{keycloak.netloc}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            f"report-uri {REPORTS}",
            "report-to csp",
        ]
    )


@post(
    REPORTS,
    guards=[anyone],
    opt={"any_host": True},
    status_code=HTTP_204_NO_CONTENT,
    request_max_body_size=16 * 1024,
)
async def count_reports(request: Request[Any, Any, Any]) -> Response[None]:
    """Counted by directive, never kept: anybody may send anything here."""
    for directive in reported_directives(await request.body())[:REPORTS_AT_ONCE_MAX]:
        metrics.csp_violations.add(1, {"directive": directive})
    return Response(None, status_code=HTTP_204_NO_CONTENT)


class _Report(msgspec.Struct):
    """Both forms at once: the old `csp-report`, and one of the Reporting API's list."""

    old: dict[str, Any] = msgspec.field(name="csp-report", default_factory=dict)
    body: dict[str, Any] = msgspec.field(default_factory=dict)


def reported_directives(content: bytes) -> list[str]:
    try:
        reports = msgspec.json.decode(content, type=_Report | list[_Report])
    except msgspec.DecodeError:
        return ["malformed"]
    if isinstance(reports, _Report):
        reports = [reports]
    return [_directive_of(report) for report in reports]


def _directive_of(report: _Report) -> str:
    said = report.body.get("effectiveDirective") or report.old.get("effective-directive")
    said = said or report.old.get("violated-directive")
    words = said.split() if isinstance(said, str) else []
    return words[0] if words and words[0] in DIRECTIVES else "other"
