"""What a player asks of their past is read from an index, however much everybody has played."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from app.betting.store.bets import Wanted, bets_query
from app.limits.store.play import FIND_MOVED
from app.plumbing.ids import new_id
from tests.acceptance.plans import as_text, rows_seen, scans
from tests.conftest import TestDatabase

# Bets of 200 players, each of them with two entries.
BETS = """
    insert into tenant (id, subdomain, name, settings) values (%(tenant)s, 'busy', 'Busy', '{}');
    select set_config('app.tenant_id', %(tenant)s::text, true);
    create function pg_temp.id(n bigint) returns uuid language sql as
        $$ select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
    insert into bet (id, entry_id, competition_id, player_id, kind, lines, stake, potential_payout,
                     odds_policy, settings_version, request_digest, accepted_at)
    select uuidv7(), pg_temp.id(1000 + n %% 400), pg_temp.id(1), pg_temp.id(n %% 200), 'single', 1,
           1, 2, 'exact', 1, decode(repeat('00', 16), 'hex'),
           timestamptz '2026-01-01' + n * interval '1 minute'
    from generate_series(1, 20000) as n;
    insert into entry (id, competition_id, player_id, state, joined_at)
    select pg_temp.id(1000 + n), pg_temp.id(1 + n / 200), pg_temp.id(n %% 200), 'active', now()
    from generate_series(0, 399) as n;
    insert into account (id, owner, bank, kind)
    select pg_temp.id(2000 + n), pg_temp.id(1000 + n), pg_temp.id(1), 'balance'
    from generate_series(0, 399) as n;
    insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                          account_sequence, balance_after, at)
    select 'stake', pg_temp.id(2000 + n %% 400), 'balance', pg_temp.id(2), 'escrow', 1, n / 400 + 1,
           100, timestamptz '2026-01-01' + n * interval '1 minute'
    from generate_series(0, 19999) as n;
"""
PLAYER = UUID("00000000-0000-7000-8000-000000000007")
LAST_HOURS = datetime(2026, 1, 14, 10, tzinfo=UTC)

pytestmark = pytest.mark.breaks_invariants


@pytest.fixture
def busy(database: TestDatabase) -> Iterator[psycopg.Connection]:
    tenant_id = new_id()
    url = database.url("postgres").reveal()
    with psycopg.connect(url, cursor_factory=psycopg.ClientCursor) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(BETS, {"tenant": tenant_id})
    with psycopg.connect(url, autocommit=True) as superuser:
        superuser.execute("analyze bet, entry, account, transfer")
    with psycopg.connect(database.url("app").reveal()) as tx:
        tx.execute("select set_config('app.tenant_id', %s, true)", [str(tenant_id)])
        yield tx


def test_a_page_of_bets_is_read_and_no_more(busy: psycopg.Connection) -> None:
    wanted = Wanted(player_id=PLAYER)
    after = datetime(2026, 1, 10, tzinfo=UTC), new_id()

    [scan] = scans(busy, as_text(bets_query(wanted, after=after, limit=21)))

    assert scan["Index Name"] == "bet_player_idx"
    assert rows_seen(scan) == 21


def test_a_sitting_is_read_without_the_play_before_it(busy: psycopg.Connection) -> None:
    looks = scans(busy, FIND_MOVED, {"player": PLAYER, "since": LAST_HOURS})

    by_table = [scan for scan in looks if scan["Relation Name"] == "transfer"]
    assert {scan["Index Name"] for scan in by_table} == {"transfer_statement_key"}
    # Of 100 transfers: the three of the sitting, twice, and for each entry the one before.
    assert sum(map(rows_seen, by_table)) < 12
