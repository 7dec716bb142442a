"""What every handler may ask for."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

from litestar import Request
from litestar.datastructures import State
from litestar.di import Provide
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.access import Actor
from app.plumbing.db import Database
from app.plumbing.refusals import NotSignedIn


def tenant_id_of(request: Request[Actor | None, None, State]) -> UUID:
    tenant_id: UUID = request.scope["state"]["tenant_id"]
    return tenant_id


async def provide_tx(
    request: Request[Actor | None, None, State], state: State
) -> AsyncIterator[AsyncConnection]:
    """Give a request its one transaction: committed before the response leaves, or rolled back."""
    database: Database = state.database
    async with database.tenant(tenant_id_of(request)) as tx:
        yield tx


async def provide_reading(
    request: Request[Actor | None, None, State], state: State
) -> AsyncIterator[AsyncConnection]:
    """Give a page that decides nothing a transaction that may be a moment behind."""
    database: Database = state.database
    async with database.reading(tenant_id_of(request)) as tx:
        yield tx


def provide_now() -> datetime:
    return datetime.now(UTC)


def provide_actor(request: Request[Actor | None, None, State]) -> Actor:
    actor = request.scope.get("user")
    if not isinstance(actor, Actor):
        raise NotSignedIn
    return actor


DEPENDENCIES = {
    "tx": Provide(provide_tx),
    "reading": Provide(provide_reading),
    "now": Provide(provide_now, sync_to_thread=False),
    "actor": Provide(provide_actor, sync_to_thread=False),
}
