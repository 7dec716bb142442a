"""A community to try the ledger in, its services called straight, each call a transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar
from uuid import UUID

import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import System
from app.ledger import service
from app.ledger.rules.books import Books, Entry, post
from app.ledger.rules.grants import Grant
from app.ledger.rules.transfers import Account, AccountKind, Transfer, TransferKind
from app.ledger.store import books as store
from app.plumbing.access import Actor, Role, Via
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.plumbing.points import Points
from tests.conftest import TestDatabase

P = ParamSpec("P")
R = TypeVar("R")


class Town:
    def __init__(self, database: TestDatabase, *, threshold: int = 1_000) -> None:
        self.tenant_id, self.bank = new_id(), new_id()
        self.connections = Database(database.settings(pool_size="40"))
        self.subdomain = f"town-{str(self.tenant_id)[-12:]}"
        self.host = f"{self.subdomain}.localhost"
        self._database = database
        self._loop = asyncio.Runner()
        self.found(self.tenant_id, self.subdomain)
        with self.connect("app") as tx:
            tx.execute(
                "insert into tenant_host (host, tenant_id) values (%s, %s)",
                [self.host, self.tenant_id],
            )
        with self.connect("app") as tx:
            tx.execute(
                "update tenant set settings = jsonb_build_object('adjustment_threshold', %s::int)",
                [threshold],
            )
        self.call(service.open_bank, self.bank)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.run(self.connections.close())
        self._loop.close()

    def run(self, work: Awaitable[R]) -> R:
        async def awaited() -> R:
            return await work

        return self._loop.run(awaited())

    async def asked(
        self,
        service_function: Callable[Concatenate[AsyncConnection, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        async with self.connections.tenant(self.tenant_id) as tx:
            return await service_function(tx, *args, **kwargs)

    def call(
        self,
        service_function: Callable[Concatenate[AsyncConnection, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        return self.run(self.asked(service_function, *args, **kwargs))

    def player(self, points: int = 0) -> UUID:
        """A new player of the town's bank, with points out of its issue."""
        owner = new_id()
        self.call(service.open_accounts, owner, bank=self.bank)
        if points:
            self.grant(owner, points)
        return owner

    def grant(self, owner: UUID, points: int) -> None:
        wanted = Grant(id=new_id(), owner=owner, points=Points(points), reason="for the test")
        self.call(service.grant, wanted, by=System(name="test"))

    def admin(self, name: str = "efua") -> Actor:
        return Actor(
            tenant_id=self.tenant_id,
            subject=name,
            roles=frozenset({Role.ADMIN}),
            via=Via.SESSION,
            address="127.0.0.1",
        )

    def stake(self, owner: UUID, points: int, *, key: str | None = None) -> Transfer:
        return Transfer(
            kind=TransferKind.STAKE,
            debit=Account(owner=owner, kind=AccountKind.BALANCE),
            credit=Account(owner=self.bank, kind=AccountKind.ESCROW),
            points=Points(points),
            key=key,
        )

    def lost_stake(self, points: int, *, key: str | None = None) -> Transfer:
        """Between two sums: no balance is kept on either side."""
        return Transfer(
            kind=TransferKind.PAYOUT,
            debit=Account(owner=self.bank, kind=AccountKind.ESCROW),
            credit=Account(owner=self.bank, kind=AccountKind.HOUSE),
            points=Points(points),
            key=key,
        )

    def entered(self, *wanted: Transfer) -> tuple[list[Entry], Books]:
        """The transfers as the rules enter them now, for a connection of one's own to write."""
        owners = {side.owner for t in wanted for side in (t.debit, t.credit)}
        books = self.call(store.find_books, owners)
        return post(wanted, books), books

    def found(self, tenant_id: UUID, name: str) -> None:
        with self.connect("app", tenant_id) as tx:
            tx.execute(
                "insert into tenant (id, subdomain, name, settings) values (%s, %s, %s, '{}')",
                [tenant_id, name, name],
            )

    def connect(self, role: str, tenant_id: UUID | None = None) -> psycopg.Connection:
        """A plain connection, for what the services would never do."""
        connection = psycopg.connect(self.url(role))
        connection.execute(
            "select set_config('app.tenant_id', %s, false)", [str(tenant_id or self.tenant_id)]
        )
        return connection

    def somebody_waits(self) -> bool:
        """Whether a transaction waits for another one's lock."""
        with self.connect("postgres") as superuser:
            waiting = superuser.execute(
                "select from pg_stat_activity"
                " where datname = current_database() and wait_event_type = 'Lock'"
            )
            return waiting.fetchone() is not None

    def url(self, role: str) -> str:
        return self._database.url(role).reveal()

    def violations(self) -> list[tuple[object, ...]]:
        with self.connect("platform") as platform:
            return platform.execute(
                "select * from violations() where tenant_id = %s or tenant_id is null",
                [self.tenant_id],
            ).fetchall()
