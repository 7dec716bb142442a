"""`pointsbook verify` is seen to find what is wrong, in whichever community it is."""

from dataclasses import replace

import psycopg
import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.plumbing.ids import new_id
from app.plumbing.settings import LIMITS, Environment
from tests.conftest import TestDatabase


def verify(database: TestDatabase) -> Result:
    return CliRunner().invoke(main, ["verify"], env=database.environ(), catch_exceptions=False)


def test_a_sound_installation_is_said_to_be_sound(database: TestDatabase) -> None:
    told = verify(database)

    assert (told.exit_code, told.output) == (0, "Every invariant holds.\n")


@pytest.mark.breaks_invariants
def test_violations_of_two_communities_are_both_named(database: TestDatabase) -> None:
    communities = [new_id(), new_id()]
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute("set session_replication_role = replica")
        for number, tenant_id in enumerate(communities):
            superuser.execute(
                "insert into tenant (id, subdomain, name, settings) values (%s, %s, 'x', '{}')",
                [tenant_id, f"planted-{number}"],
            )
            superuser.execute(
                "insert into audit_head (tenant_id, seq, hash) values (%s, 7, sha256(''))",
                [tenant_id],
            )

    told = verify(database)

    assert told.exit_code == 1
    broken = [line for line in told.output.splitlines() if "the_audit_chain_is_whole" in line]
    assert [any(str(c) in line for line in broken) for c in communities] == [True, True]


def test_it_takes_the_time_it_needs(
    database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole history takes longer to read than a page may take."""
    hasty = replace(LIMITS[Environment.TEST], statement_timeout_ms=50)
    monkeypatch.setitem(LIMITS, Environment.TEST, hasty)
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute(
            """
            create or replace function violations()
            returns table (invariant text, tenant_id uuid, subject text, detail text)
            language plpgsql as $$ begin perform pg_sleep(0.2); end $$
            """
        )

    assert verify(database).exit_code == 0
