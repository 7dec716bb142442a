"""Every invariant is seen to fail: its violation is planted, and `violations()` must report it."""

from collections.abc import Callable

import psycopg
import pytest

from app.plumbing import schema
from tests.acceptance.betting import planted as betting
from tests.acceptance.catalogue import planted as catalogue
from tests.acceptance.competitions import planted as competitions
from tests.acceptance.exposure import planted as exposure
from tests.acceptance.leaderboards import planted as leaderboards
from tests.acceptance.ledger import planted as ledger
from tests.acceptance.limits import planted as limits
from tests.acceptance.markets import planted as markets
from tests.acceptance.notifications import planted as notifications
from tests.acceptance.payments import planted as payments
from tests.acceptance.pools import planted as pools
from tests.acceptance.predictions import planted as predictions
from tests.acceptance.rulings import planted as rulings
from tests.acceptance.settlement import planted as settlement
from tests.acceptance.settlement import planted_scores as scores
from tests.conftest import TestDatabase

# Each script breaks one invariant, as the owner of the tables or as a superuser.
PLANTED = {
    "tenant_tables_are_protected": "create table bare (tenant_id uuid)",
    "the_application_owns_nothing": "create table own (); alter table own owner to pointsbook_app",
    "foreign_keys_include_the_tenant": """
        create table a (tenant_id uuid, id bigint primary key);
        create table b (tenant_id uuid, a_id bigint references a (id))
    """,
    "indexes_and_constraints_are_valid": """
        create table a (id bigint);
        alter table a add constraint odd check (id % 2 = 1) not valid
    """,
    "running_jobs_have_a_living_worker": """
        insert into procrastinate_workers (last_heartbeat) values (now() - interval '61 seconds');
        insert into procrastinate_jobs (queue_name, task_name, status, worker_id)
        select 'default', 'toy', 'doing', id from procrastinate_workers;
        insert into procrastinate_events (job_id, type, at)
        select id, 'started', now() - interval '2 minutes' from procrastinate_jobs
    """,
    "the_audit_chain_is_whole": """
        insert into tenant (id, subdomain, name, settings)
        values ('00000000-0000-7000-8000-000000000001', 'one', 'One', '{}');
        insert into audit_head (tenant_id, seq, hash)
        values ('00000000-0000-7000-8000-000000000001', 1, decode(repeat('00', 32), 'hex'))
    """,
    "players_have_consented": """
        insert into player (tenant_id, id, subject, display_name, name_key, born_on_sealed,
                            time_zone, locale, roles)
        values (uuidv7(), uuidv7(), 'ama', 'Ama', 'ama', '', 'UTC', 'en', '{player}')
    """,
    "suspended_players_hold_no_keys": """
        insert into player (tenant_id, id, subject, display_name, name_key, born_on_sealed,
                            time_zone, locale, roles, suspended_at, suspension_reason)
        values (uuidv7(), uuidv7(), 'ama', 'Ama', 'ama', '', 'UTC', 'en', '{}', now(), 'rude');
        insert into api_key (tenant_id, player_id, name, secret_hash, scopes)
        select tenant_id, id, 'key', sha256('secret'), '{bet}' from player
    """,
    "numbers_are_wide": "create table a (id integer primary key)",
    "erased_players_leave_nothing": """
        insert into erasure (tenant_id, player_id, subject, at)
        values (uuidv7(), uuidv7(), 'ama', now())
    """,
} | ledger.PLANTED
PLANTED |= catalogue.PLANTED | markets.PLANTED | competitions.PLANTED | exposure.PLANTED
PLANTED |= betting.PLANTED | pools.PLANTED | predictions.PLANTED
PLANTED |= limits.PLANTED | payments.PLANTED | rulings.PLANTED | settlement.PLANTED
PLANTED |= leaderboards.PLANTED | scores.PLANTED | notifications.PLANTED


def violations(database: TestDatabase) -> set[str]:
    with psycopg.connect(database.url("platform").reveal()) as platform:
        return {row[0] for row in platform.execute("select invariant from violations()")}


@pytest.mark.breaks_invariants
@pytest.mark.parametrize("invariant", sorted(schema.invariants()))
def test_a_planted_violation_is_reported(
    invariant: str, make_database: Callable[[], TestDatabase]
) -> None:
    database = make_database()
    assert violations(database) == set()

    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(PLANTED[invariant])

    assert invariant in violations(database)
