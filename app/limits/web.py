"""Noticing who plays, beside every request, and telling them for how long."""

from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from app.limits import service
from app.limits.service.minutes import Minutes
from app.plumbing.access import Actor
from app.plumbing.db import Database
from app.plumbing.web import provide_now


class NotePlay(ASGIMiddleware):
    """Comes after `Authenticate`."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)
    exclude_opt_key = "any_host"

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        actor: Actor | Any = scope.get("user")
        if isinstance(actor, Actor) and actor.player_id is not None:
            minutes: Minutes = scope["litestar_app"].state.minutes
            minutes.note(actor.player_id, scope["state"]["community"], provide_now())
        await next_app(scope, receive, send)


class CheckReality(ASGIMiddleware):
    """Brings each page that a player opens the reality check that is due.

    Comes after `Authenticate`.
    """

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "any_host"

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        actor: Actor | Any = scope.get("user")
        if isinstance(actor, Actor) and actor.player_id is not None and _is_page(scope):
            database: Database = scope["litestar_app"].state.database
            async with database.reading(actor.tenant_id) as tx:
                due = await service.find_due_check(tx, actor.player_id, now=provide_now())
            scope["state"]["reality_check"] = due
        await next_app(scope, receive, send)


def _is_page(scope: Scope) -> bool:
    """Not a part of one, which has no place for a notice."""
    headers = dict(scope["headers"])
    wanted = b"text/html" in headers.get(b"accept", b"")
    return scope.get("method") == "GET" and wanted and b"hx-request" not in headers
