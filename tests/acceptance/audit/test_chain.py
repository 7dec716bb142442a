"""The audit chain on real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql

from app.audit import service
from app.audit.rules import System
from app.cli import main
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


@pytest.mark.parametrize(
    "change",
    [
        "update audit set action = 'a.b'",
        "delete from audit",
        """
        insert into audit (tenant_id, seq, at, action, record, previous_hash, hash)
        select tenant_id, seq + 1, at, action, record, hash, hash from audit
        """,
        "update audit_head set seq = 1",
        "delete from audit_head",
        "insert into audit_head (tenant_id, seq, hash) select tenant_id, 7, hash from audit",
    ],
)
def test_the_application_can_only_add_to_the_chain(database: TestDatabase, change: str) -> None:
    tenant_id = recorded(database, "one", 2)

    with (
        in_community(database, tenant_id) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute(change.encode())


@pytest.mark.parametrize(
    "act",
    ["", "null", "[]", '{"action": "bet.voided"}, "seq": 9', '{"action": "No Word"}', "{}"],
)
def test_what_is_no_act_is_not_added(database: TestDatabase, act: str) -> None:
    tenant_id = recorded(database, "one", 2)

    with in_community(database, tenant_id) as app, pytest.raises(psycopg.errors.IntegrityError):
        app.execute("select append_audit(%s)", [act])


def test_nothing_is_added_outside_a_community(database: TestDatabase) -> None:
    with (
        psycopg.connect(database.url("app").reveal()) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
    ):
        app.execute("select append_audit(%s)", ['{"action": "bet.voided"}'])


def test_an_act_that_claims_a_place_of_its_own_gets_the_next(database: TestDatabase) -> None:
    tenant_id = recorded(database, "one", 2)
    claim = '{"action":"a.b","subject":"","who":{"subject":"ama"},"seq":9,"at":"2000-01-01"}'

    with in_community(database, tenant_id) as app:
        app.execute("select append_audit(%s)", [claim])

    assert verify(database) == (0, [f"{tenant_id}: whole, 3 rows"])


def in_community(database: TestDatabase, tenant_id: UUID) -> psycopg.Connection:
    app = psycopg.connect(database.url("app").reveal())
    app.execute("select set_config('app.tenant_id', %s, false)", [str(tenant_id)])
    return app


def test_partitions_cannot_be_read_around_the_policy(database: TestDatabase) -> None:
    with psycopg.connect(database.url("app").reveal()) as app:
        [(partition,)] = app.execute(
            "select inhrelid::regclass::text from pg_inherits"
            " where inhparent = 'audit'::regclass limit 1"
        ).fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(sql.SQL("select * from {}").format(sql.Identifier(partition)))


def recorded(database: TestDatabase, subdomain: str, acts: int) -> UUID:
    tenant_id = found_community(database, subdomain)

    async def record() -> None:
        async with connected(database) as opened:
            for number in range(acts):
                async with opened.tenant(tenant_id) as tx:
                    await service.record(tx, OPERATOR, "bet.voided", f"bet {number}")

    asyncio.run(record())
    return tenant_id


def exported(database: TestDatabase) -> None:
    async def export() -> None:
        async with connected(database) as opened, opened.platform() as tx:
            await service.export_heads(tx)

    asyncio.run(export())


def verify(database: TestDatabase) -> tuple[int, list[str]]:
    done = CliRunner().invoke(main, ["audit", "verify"], env=database.environ())
    return done.exit_code, sorted(done.output.splitlines())


def violations(database: TestDatabase) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url("platform").reveal()) as platform:
        return platform.execute(
            "select tenant_id, subject, detail from violations()"
            " where invariant = 'the_audit_chain_is_whole' order by 1, 2, 3"
        ).fetchall()


def test_whole_chains_are_said_to_be_whole(database: TestDatabase) -> None:
    one, two = recorded(database, "one", 3), recorded(database, "two", 2)
    exported(database)

    assert violations(database) == []
    assert verify(database) == (0, sorted([f"{one}: whole, 3 rows", f"{two}: whole, 2 rows"]))


FORGED = """
    update audit set record = replace(record, 'bet 1', 'bet 9') where seq = 2;
    update audit set hash = sha256(previous_hash || convert_to(record, 'UTF8')) where seq = 2;
"""
# What a superuser may do to a chain of three rows, the row that is named, and why.
TAMPERED = {
    "a changed record": (
        "update audit set record = replace(record, 'bet 1', 'bet 9') where seq = 2",
        "row 2: its record does not have its hash",
        ("audit 2", "its record does not have its hash"),
    ),
    "a changed record with its hash": (
        FORGED,
        "row 3: it does not follow the row before it",
        ("audit 3", "it does not follow the row before it"),
    ),
    "a changed column": (
        "update audit set action = 'bet.cancelled' where seq = 2",
        "row 2: its columns do not say what its record says",
        ("audit 2", "its columns do not say what its record says"),
    ),
    "another time": (
        "update audit set at = at + interval '1 microsecond' where seq = 2",
        "row 2: its columns do not say what its record says",
        ("audit 2", "its columns do not say what its record says"),
    ),
    "a deleted row": (
        "delete from audit where seq = 2",
        "row 2: it is missing",
        ("audit 3", "it does not follow the row before it"),
    ),
    "a deleted end": (
        "delete from audit where seq = 3",
        "row 3: it is missing",
        ("audit 2", "the head is not this row"),
    ),
    "a wrong head": (
        "update audit_head set seq = 2",
        "row 3: the head is not this row",
        ("audit 3", "the head is not this row"),
    ),
    "no head": (
        "delete from audit_head",
        "row 3: the head is not this row",
        ("audit 3", "the head is not this row"),
    ),
    "a chain begun anew": (
        "delete from audit; delete from audit_head",
        "row 1: it is missing",
        ("audit 3", "its hash is not the one that was exported"),
    ),
}


@pytest.mark.breaks_invariants
@pytest.mark.parametrize("change", TAMPERED)
def test_tampering_is_found_in_each_community(database: TestDatabase, change: str) -> None:
    tamper, broken, violation = TAMPERED[change]
    one, two = recorded(database, "one", 3), recorded(database, "two", 3)
    if change == "a chain begun anew":
        exported(database)

    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute(tamper)

    assert verify(database) == (1, sorted(f"{t}: broken at {broken}" for t in (one, two)))
    found = violations(database)
    assert (one, *violation) in found
    assert (two, *violation) in found
