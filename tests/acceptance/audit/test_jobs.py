"""What the audit chain needs from time to time."""

import asyncio

import psycopg
from psycopg import sql

from app.audit import jobs
from tests.acceptance.audit.test_chain import connected, recorded, violations
from tests.conftest import TestDatabase

PARTITIONS = """
    select inhrelid::regclass::text from pg_inherits where inhparent = 'audit'::regclass order by 1
"""


def test_partitions_are_made_a_year_ahead(database: TestDatabase) -> None:
    with psycopg.connect(database.url("owner").reveal(), autocommit=True) as owner:
        before = owner.execute(PARTITIONS).fetchall()
        owner.execute(sql.SQL("drop table {}").format(sql.Identifier(before[-1][0])))

        asyncio.run(_run(database))

        assert owner.execute(PARTITIONS).fetchall() == before
    assert len(before) == 13
    with psycopg.connect(database.url("platform").reveal()) as platform:
        assert platform.execute("select * from violations()").fetchall() == []


async def _run(database: TestDatabase) -> None:
    async with connected(database) as opened:
        await jobs.make_partitions(opened)
        await jobs.export_heads(opened)


def test_heads_are_exported_once_each(database: TestDatabase) -> None:
    tenant_id = recorded(database, "one", 2)

    asyncio.run(_run(database))
    asyncio.run(_run(database))

    with psycopg.connect(database.url("platform").reveal()) as platform:
        exported = platform.execute("select tenant_id, seq from audit_checkpoint").fetchall()
    assert exported == [(tenant_id, 2)]
    assert violations(database) == []
