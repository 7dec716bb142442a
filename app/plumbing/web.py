"""What every handler may ask for."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing import db
from app.plumbing.access import Actor
from app.plumbing.db import BeginIn, Database
from app.plumbing.refusals import NotSignedIn
from app.plumbing.settings import Settings
from app.plumbing.transactions import held
from app.plumbing.vault import Vault

T = TypeVar("T")
# What we made ourselves needs no check of its type.
Provided = NamedDependency[SkipValidation[T]]

# A handler asks by name and type: `tx: Tx`, `reading: Reading`, `now: Now`, `actor: CurrentActor`.
Tx = NamedDependency[AsyncConnection]
Reading = NamedDependency[AsyncConnection]
# A transaction in another community than the request's: for superadmins.
Elsewhere = NamedDependency[BeginIn]
# Whose the thing is that a handler writes, and a transaction of theirs.
Owner = NamedDependency[UUID]
OwnerTx = NamedDependency[AsyncConnection]
Now = NamedDependency[datetime]
CurrentActor = NamedDependency[Actor]
CurrentSettings = Provided[Settings]
CurrentVault = Provided[Vault]
# Transactions a handler begins and ends itself, as around a call to another server.
Begin = Provided[db.Begin]
# For answers that take long, as a file of everything: a transaction a part of it.
BeginReading = Provided[db.Begin]
BeginPlatform = Provided[db.Begin]


def tenant_id_of(request: Request[Actor | None, None, State]) -> UUID:
    tenant_id: UUID = request.scope["state"]["tenant_id"]
    return tenant_id


async def provide_tx(
    request: Request[Actor | None, None, State], state: State
) -> AsyncIterator[AsyncConnection]:
    """Give a request its one transaction: committed before the response leaves, or rolled back."""
    database: Database = state.database
    async with held(request.scope, database.tenant(tenant_id_of(request))) as tx:
        yield tx


async def provide_reading(
    request: Request[Actor | None, None, State], state: State
) -> AsyncIterator[AsyncConnection]:
    """Give a page that decides nothing a transaction that may be a moment behind."""
    database: Database = state.database
    async with held(request.scope, database.reading(tenant_id_of(request))) as tx:
        yield tx


def provide_elsewhere(request: Request[Actor | None, None, State], state: State) -> BeginIn:
    database: Database = state.database

    def begin_in(tenant_id: UUID) -> AbstractAsyncContextManager[AsyncConnection]:
        return held(request.scope, database.tenant(tenant_id))

    return begin_in


def provide_begin(request: Request[Actor | None, None, State], state: State) -> db.Begin:
    database: Database = state.database
    return partial(database.tenant, tenant_id_of(request))


def provide_begin_reading(request: Request[Actor | None, None, State], state: State) -> db.Begin:
    database: Database = state.database
    return partial(database.reading, tenant_id_of(request))


def provide_begin_platform(state: State) -> db.Begin:
    database: Database = state.database
    return database.platform


def provide_settings(state: State) -> Settings:
    settings: Settings = state.settings
    return settings


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
    "elsewhere": Provide(provide_elsewhere, sync_to_thread=False),
    "begin": Provide(provide_begin, sync_to_thread=False),
    "begin_reading": Provide(provide_begin_reading, sync_to_thread=False),
    "begin_platform": Provide(provide_begin_platform, sync_to_thread=False),
    "settings": Provide(provide_settings, sync_to_thread=False),
    "now": Provide(provide_now, sync_to_thread=False),
    "actor": Provide(provide_actor, sync_to_thread=False),
}
