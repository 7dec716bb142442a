"""What the planted violations break was whole before."""

import psycopg
import pytest

from tests.acceptance.betting.planted import BETTING, LEGAL
from tests.conftest import TestDatabase


def violations(database: TestDatabase) -> list[tuple[str, str]]:
    with psycopg.connect(database.url("platform").reveal()) as platform:
        return platform.execute("select invariant, tenant_id::text from violations()").fetchall()


@pytest.mark.breaks_invariants
def test_a_legal_bet_breaks_no_invariant_and_each_break_is_seen_in_every_community(
    database: TestDatabase,
) -> None:
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(LEGAL.encode())
    assert violations(database) == []

    for invariant, break_it in BETTING.items():
        with psycopg.connect(database.url("postgres").reveal()) as superuser:
            superuser.execute("set session_replication_role = replica")
            superuser.execute(break_it.encode())
        assert len({t for name, t in violations(database) if name == invariant}) == 2, invariant
