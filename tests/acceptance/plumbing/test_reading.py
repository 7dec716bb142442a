"""Reads that decide nothing may go to a replica; nothing else does."""

import asyncio
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.plumbing.db import Database
from app.plumbing.settings import Settings
from app.tenants.rules import PLATFORM_ID
from tests.conftest import TestDatabase

NAME = text("select name from tenant")


def test_reads_go_to_the_replica_and_decisions_to_the_primary(
    make_database: Callable[[], TestDatabase],
) -> None:
    primary, replica = make_database(), make_database()
    call_platform(primary, "the primary")
    call_platform(replica, "the replica")

    settings = primary.settings(replica_database_url=replica.url("app").reveal())

    assert asyncio.run(names(settings)) == ("the primary", "the replica")


def test_without_a_replica_the_primary_answers_all(database: TestDatabase) -> None:
    call_platform(database, "the primary")

    assert asyncio.run(names(database.settings())) == ("the primary", "the primary")


def test_nothing_can_be_written_where_nothing_is_decided(database: TestDatabase) -> None:
    with pytest.raises(DBAPIError, match="read-only transaction"):
        asyncio.run(write_while_reading(database.settings()))


def call_platform(database: TestDatabase, name: str) -> None:
    with psycopg.connect(database.url("postgres").reveal()) as tx:
        tx.execute("update tenant set name = %s", [name])


async def names(settings: Settings) -> tuple[str, str]:
    database = Database(settings)
    async with database.tenant(PLATFORM_ID) as deciding, database.reading(PLATFORM_ID) as reading:
        seen = (await deciding.scalar(NAME), await reading.scalar(NAME))
    await database.close()
    return seen


async def write_while_reading(settings: Settings) -> None:
    database = Database(settings)
    try:
        async with database.reading(PLATFORM_ID) as reading:
            await reading.execute(text("update tenant set name = 'x'"))
    finally:
        await database.close()
