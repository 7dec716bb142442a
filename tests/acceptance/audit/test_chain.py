"""The audit chain on real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from app.audit import service
from app.audit.rules import System
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from tests.conftest import TestDatabase

OPERATOR = System(name="operator")


@asynccontextmanager
async def connected(database: TestDatabase) -> AsyncIterator[Database]:
    opened = Database(database.settings())
    try:
        yield opened
    finally:
        await opened.close()


def found_community(database: TestDatabase, subdomain: str) -> UUID:
    tenant_id = new_id()
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute(
            "insert into tenant (id, subdomain, name, settings) values (%s, %s, %s, '{}')",
            [tenant_id, subdomain, subdomain.title()],
        )
    return tenant_id


def test_fifty_acts_at_once_make_one_chain(database: TestDatabase) -> None:
    tenant_id = found_community(database, "demo")

    async def act(opened: Database, number: int) -> None:
        async with opened.tenant(tenant_id) as tx:
            await service.record(tx, OPERATOR, "bet.voided", f"bet {number}")

    async def acts() -> None:
        async with connected(database) as opened:
            await asyncio.gather(*(act(opened, number) for number in range(50)))

    asyncio.run(acts())

    with psycopg.connect(database.url("platform").reveal()) as platform:
        seqs = platform.execute("select seq from audit order by at").fetchall()
    assert seqs == [(number,) for number in range(1, 51)]


@pytest.mark.parametrize("change", ["update audit set action = 'a.b'", "delete from audit"])
def test_the_application_cannot_change_what_was_recorded(
    database: TestDatabase, change: str
) -> None:
    with (
        psycopg.connect(database.url("app").reveal()) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute(change)


def test_partitions_cannot_be_read_around_the_policy(database: TestDatabase) -> None:
    with psycopg.connect(database.url("app").reveal()) as app:
        [(partition,)] = app.execute(
            "select inhrelid::regclass::text from pg_inherits"
            " where inhparent = 'audit'::regclass limit 1"
        ).fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(sql.SQL("select * from {}").format(sql.Identifier(partition)))
