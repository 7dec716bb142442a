"""The rival: a bet as one plpgsql function, called by pgbench.  The same rows, role and locks."""

import re
import subprocess
from pathlib import Path
from uuid import UUID

import psycopg

from app.development.postgres import Cluster, program

CLIENTS = 32
TRANSACTIONS = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)

TABLES = """
    create table bench_entry as
    select row_number() over () as number, id as entry_id, player_id, competition_id
    from entry where tenant_id = '{tenant_id}';
    alter table bench_entry add primary key (number);
    create table bench_selection as
    select row_number() over () as number, id as selection_id
    from selection where tenant_id = '{tenant_id}';
    alter table bench_selection add primary key (number);
    grant select on bench_entry, bench_selection to pointsbook_app;
    analyze bench_entry, bench_selection
"""

FUNCTION = """
create function bench_place(tenant text, player_number bigint, selection_number bigint)
returns void language plpgsql as $$
declare
    who bench_entry;
    chosen uuid;
    offer record;
    game record;
    own record;
    escrow_id uuid;
    staked_today bigint;
    bet_id uuid := uuidv7();
    moment timestamptz;
begin
    perform set_config('app.tenant_id', tenant, true);
    select * into who from bench_entry where number = player_number;
    select selection_id into chosen from bench_selection where number = selection_number;

    perform pg_advisory_xact_lock_shared(hashtextextended('market ' || market_id::text, 0))
    from selection where id = chosen;
    perform id from exposure_limit
    where subject_id in (
        select subject_id
        from selection s
        join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
        join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
        cross join lateral (values (s.id), (m.id), (e.id), (e.sport_id), (who.competition_id))
            as subject (subject_id)
        where s.id = chosen
    )
    order by id for no key update;
    perform id from player p
    where id = who.player_id
    and (exists (select from player_limit l where l.player_id = p.id)
         or exists (select from exclusion x where x.player_id = p.id))
    for no key update;
    perform id from account
    where owner = who.entry_id and kind = 'balance' for no key update;

    select s.tenant_id, s.odds, s.odds_version, m.id as market_id, m.state, e.id as event_id,
           least(m.locks_at, e.locks_at) as locks_at
    into offer
    from selection s
    join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    where s.id = chosen;
    select e.state as entry_state, c.state, c.starts_at, c.ends_at, c.settings_version
    into game
    from entry e join competition c on (c.tenant_id, c.id) = (e.tenant_id, e.competition_id)
    where e.id = who.entry_id;
    select id, balance, sequence into own
    from account where owner = who.entry_id and kind = 'balance';
    select id into escrow_id from account where owner = who.competition_id and kind = 'escrow';
    moment := clock_timestamp();
    select staked into staked_today
    from play_day where entry_id = who.entry_id and day = moment::date;
    if offer.state <> 'open' or moment >= offer.locks_at or game.state <> 'running'
       or game.entry_state <> 'active' or moment not between game.starts_at and game.ends_at
       or own.balance < 1 or coalesce(staked_today, 0) + 1 > 1000000 then
        raise 'refused';
    end if;

    insert into bet (
        id, entry_id, competition_id, player_id, kind, lines, stake, potential_payout, odds_policy,
        settings_version, request_digest, accepted_at
    )
    values (
        bet_id, who.entry_id, who.competition_id, who.player_id, 'single', 1, 1,
        offer.odds / 1000, 'exact', game.settings_version,
        decode(md5(bet_id::text), 'hex'), moment
    );
    insert into leg (
        bet_id, number, selection_tenant_id, selection_id, market_id, event_id, odds, odds_version,
        multiplier_version, locks_at
    )
    values (
        bet_id, 1, offer.tenant_id, chosen, offer.market_id, offer.event_id, offer.odds,
        offer.odds_version, 0, offer.locks_at
    );
    insert into transfer (
        kind, debit_account, debit_kind, credit_account, credit_kind, points, account_sequence,
        balance_after, reference
    )
    values (
        'stake', own.id, 'balance', escrow_id, 'escrow', 1, own.sequence + 1, own.balance - 1,
        bet_id
    );
    insert into exposure (
        competition_id, selection_tenant_id, selection_id, bets, staked, liability
    )
    values (who.competition_id, offer.tenant_id, chosen, 1, 1, offer.odds / 1000 - 1)
    on conflict on constraint exposure_pk do update
    set bets = exposure.bets + 1, staked = exposure.staked + 1,
        liability = exposure.liability + excluded.liability;
    insert into play_day (entry_id, player_id, day, staked)
    values (who.entry_id, who.player_id, moment::date, 1)
    on conflict on constraint play_day_pk do update set staked = play_day.staked + 1;
end $$
"""


class Rival:
    def __init__(self, cluster: Cluster, folder: Path, tenant_id: UUID) -> None:
        self._cluster = cluster
        self._script = folder / "place.sql"
        with psycopg.connect(cluster.url("postgres", "bench").reveal()) as superuser:
            superuser.execute(TABLES.format(tenant_id=tenant_id))
            superuser.execute(FUNCTION)
            [[players, selections]] = superuser.execute(
                "select (select count(*) from bench_entry), (select count(*) from bench_selection)"
            )
        self._script.write_text(
            f"\\set player random(1, {players})\n\\set selection random(1, {selections})\n"
            f"select bench_place('{tenant_id}', :player, :selection);\n"
        )

    def rate(self, seconds: int) -> float:
        """Bets a second."""
        done = subprocess.run(
            [program("pgbench"), "--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}",
             "--jobs=2", f"--time={seconds}", f"--file={self._script}",
             self._cluster.url("app", "bench").reveal()],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found = TRANSACTIONS.search(done.stdout)
        assert found, done.stdout  # noqa: S101
        return float(found[1])
