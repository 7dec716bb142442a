"""What the planted violations break was whole before."""

import psycopg
import pytest

from tests.acceptance.betting.planted import BETTING, LEGAL, MORE
from tests.acceptance.planting import violations_after
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


@pytest.mark.breaks_invariants
@pytest.mark.parametrize(("invariant", "break_it"), MORE)
def test_an_invariant_breaks_in_more_than_one_way(
    database: TestDatabase, invariant: str, break_it: str
) -> None:
    assert invariant in violations_after(database, LEGAL + break_it)


@pytest.mark.breaks_invariants
def test_days_may_move_with_the_time_zone(database: TestDatabase) -> None:
    moved = "update play_day set day = '2026-06-12'; update tenant set settings_version = 2"

    assert violations_after(database, LEGAL + moved) == set()
