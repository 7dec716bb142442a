"""HEAD, wherever there is a GET: the same answer without its body (RFC 9110, section 9.3.2)."""

from litestar.enums import HttpMethod, ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send


class AnswerHead:
    """Around all routes, so that none can forget it and guards and limits are those of the GET."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != HttpMethod.HEAD:
            await self._app(scope, receive, send)
            return

        async def send_as_head(message: Message) -> None:
            # The log names what was asked for, and the server knows by it to keep the body back.
            scope["method"] = HttpMethod.HEAD
            await send(message)

        scope["method"] = HttpMethod.GET
        await self._app(scope, receive, send_as_head)
