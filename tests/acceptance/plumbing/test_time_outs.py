"""Nobody waits for the database for ever: not the queue, and not a migration."""

import asyncio

import psycopg
import pytest
from click.testing import CliRunner

from app.cli import main
from app.plumbing import schema
from app.worker import queue_connector
from tests.conftest import TestDatabase


def test_the_queue_has_the_time_outs_of_the_settings(database: TestDatabase) -> None:
    settings = database.settings()

    async def ask() -> dict[str, str]:
        connector = queue_connector(settings)
        await connector.open_async()
        try:
            rows = await connector.execute_query_all_async(
                "select name, setting from pg_settings where name like %(like)s", like="%timeout"
            )
        finally:
            await connector.close_async()
        return {row["name"]: row["setting"] for row in rows}

    found = asyncio.run(ask())

    limits = settings.limits
    assert found["statement_timeout"] == str(limits.statement_timeout_ms)
    assert found["lock_timeout"] == str(limits.lock_timeout_ms)
    assert found["idle_in_transaction_session_timeout"] == str(
        limits.idle_in_transaction_timeout_ms
    )


def test_a_migration_does_not_wait_for_a_table_in_use(
    database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "LOCK_SECONDS", 1)
    with psycopg.connect(database.url("owner").reveal()) as owner:
        owner.execute("lock table alembic_version in access exclusive mode")

        # Without an end of its own, the test would wait as long as the migration.
        owner.execute("set transaction_timeout = '20s'")
        told = CliRunner(env=database.environ()).invoke(main, ["migrate"])

    assert told.exit_code == 1
    assert "A table is in use" in told.output


def test_a_migration_may_take_its_time(database: TestDatabase) -> None:
    with psycopg.connect(database.url("postgres").reveal(), autocommit=True) as superuser:
        name = database.name
        superuser.execute(f"alter database {name} set statement_timeout = 1")

    schema.upgrade(database.url("owner"))

    with psycopg.connect(database.url("postgres").reveal(), autocommit=True) as superuser:
        superuser.execute("set statement_timeout = 0")
        superuser.execute(f"alter database {name} reset statement_timeout")
