"""304 for every read of the API that has not changed (RFC 9110, section 13.1.2)."""

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import HttpMethod, ScopeType
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from app.plumbing.etags import KEPT, has_it, tag_of

PREFIX = "/api/"


class AnswerUnchanged:
    """Around all routes, so that none can forget it.

    What has a tag already keeps it, since that may count versions; what nobody may keep, what is
    no JSON, and what comes in parts gets none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] != ScopeType.HTTP
            or scope["method"] != HttpMethod.GET
            or not scope["path"].startswith(PREFIX)
        ):
            await self._app(scope, receive, send)
            return
        start: HTTPResponseStartEvent | None = None

        async def send_tagged(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start and message["type"] == "http.response.body":
                if not message["more_body"] and _may_be_tagged(start):
                    message["body"] = _tag(scope, start, message["body"])
                await send(start)
                start = None
            await send(message)

        await self._app(scope, receive, send_tagged)


def _may_be_tagged(start: HTTPResponseStartEvent) -> bool:
    headers = MutableScopeHeaders(start)
    return (
        start["status"] == HTTP_200_OK
        and headers.get("content-type", "").startswith("application/json")
        and "etag" not in headers
        and "no-store" not in headers.get("cache-control", "")
    )


def _tag(scope: Scope, start: HTTPResponseStartEvent, body: bytes) -> bytes:
    """Tag the answer, or make it a 304; what is left of the body."""
    tag = tag_of(body)
    headers = MutableScopeHeaders(start)
    headers["ETag"] = f'"{tag}"'
    headers["Cache-Control"] = KEPT
    if not has_it(MutableScopeHeaders(scope).get("if-none-match"), tag):
        return body
    start["status"] = HTTP_304_NOT_MODIFIED
    del headers["content-length"], headers["content-type"]
    return b""
