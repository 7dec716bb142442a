"""Transactions that end with their request, however it ends."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from anyio import CancelScope
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy.ext.asyncio import AsyncConnection

HELD = "held_transactions"


class Forgotten(Exception):
    """Rolls back a transaction whose handler was never reached."""


@asynccontextmanager
async def held(
    scope: Scope, transaction: AbstractAsyncContextManager[AsyncConnection]
) -> AsyncIterator[AsyncConnection]:
    """Begin it for a request that ends it at the latest when it is answered.

    Litestar resolves dependencies side by side.  When one refuses, it cancels the others, even in
    the middle of taking a connection, and forgets those that are done: each refusal would take a
    connection out of the pool.
    """
    holder = AsyncExitStack()
    scope["state"][HELD].append(holder)
    with CancelScope(shield=True):
        tx = await holder.enter_async_context(transaction)
    async with holder:
        yield tx


class EndTransactions(ASGIMiddleware):
    """Around whatever asks for a transaction."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        holders: list[AsyncExitStack] = []
        scope["state"][HELD] = holders
        try:
            await next_app(scope, receive, send)
        finally:
            for holder in holders:
                await holder.__aexit__(Forgotten, Forgotten(), None)
