"""Noticing who plays, beside every request."""

from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from app.limits.service.minutes import Minutes
from app.plumbing.access import Actor
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
