"""A leaderboard of 100,000 entries: brought up to date, and read five hundred times a second."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from statistics import quantiles
from uuid import UUID

import msgspec
import psycopg

from app.competitions.rules.settings import CompetitionSettings, Standing
from app.development.postgres import Cluster
from app.leaderboards.service import reading, refreshing
from app.leaderboards.service.recent import RecentPages
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.plumbing.pipelines import Pipelines
from app.plumbing.settings import Settings
from benchmarks import game, http
from benchmarks.generator import Job

ENTRIES = 100_000
BETS = 1_000_000
SIGNED_IN = 200
RATE = 500.0
SECONDS = 6.0
TIMES = 200
CONNECTIONS = 64
HOST = "leaderboard.localhost"

# Written with triggers and foreign keys asleep: how they come about is measured elsewhere.
BUILD = (
    """
    insert into tenant (id, subdomain, name, settings)
    values (%(tenant)s, 'leaderboard', 'Leaderboard', '{}')
    """,
    """
    insert into player (tenant_id, subject, display_name, name_key, born_on_sealed, time_zone,
                        locale, roles)
    select %(tenant)s, 'one ' || n, 'one ' || n, 'one ' || n, '', 'UTC', 'en', '{player}'
    from generate_series(1, %(entries)s) as n
    """,
    """
    insert into sport (tenant_id, id, slug, name, scheme)
    values (%(tenant)s, %(sport)s, 'football', 'Football', 'goals')
    """,
    """
    insert into event (tenant_id, id, sport_tenant_id, sport_id, slug, name, round, starts_at,
                       first_starts_at, locks_at)
    values (%(tenant)s, %(event)s, %(tenant)s, %(sport)s, 'final', 'Final', 'Final', now(), now(),
            now())
    """,
    """
    insert into competition (tenant_id, id, slug, name, state, starts_at, ends_at, settings)
    values (%(tenant)s, %(competition)s, 'cup', 'Cup', 'running', now(), now() + '1 day',
            %(document)s)
    """,
    """
    insert into competition_event (tenant_id, competition_id, event_tenant_id, event_id)
    values (%(tenant)s, %(competition)s, %(tenant)s, %(event)s)
    """,
    """
    insert into entry (tenant_id, competition_id, player_id, state, joined_at)
    select %(tenant)s, %(competition)s, id, 'active', now() + random() * interval '1 hour'
    from player where tenant_id = %(tenant)s
    """,
    """
    insert into account (tenant_id, owner, bank, kind, balance, sequence)
    select %(tenant)s, id, %(competition)s, 'balance', 1000, 1
    from entry where tenant_id = %(tenant)s
    """,
    """
    insert into account (tenant_id, owner, bank, kind)
    values (%(tenant)s, %(competition)s, %(competition)s, 'issue')
    """,
    """
    insert into transfer (tenant_id, kind, debit_account, debit_kind, credit_account, credit_kind,
                          points, account_sequence, balance_after, reason)
    select %(tenant)s, 'grant', issue.id, 'issue', own.id, 'balance', 1000, 1, 1000, 'to begin'
    from account issue, account own
    where (issue.tenant_id, issue.kind) = (%(tenant)s, 'issue')
    and (own.tenant_id, own.kind) = (%(tenant)s, 'balance')
    """,
)
SETTLE = (
    """
    insert into settlement_run (tenant_id, id, kind, event_tenant_id, event_id, state, counts_with,
                                finished_at)
    values (%(tenant)s, %(run)s, 'event', %(tenant)s, %(event)s, 'finished', %(run)s, now())
    """,
    """
    insert into settlement (tenant_id, bet_id, number, run_id, competition_id, entry_id, stake,
                            state_before, state, result, payout, gradings)
    select %(tenant)s, uuidv7(), 1, %(run)s, %(competition)s, own.id, 10, 'accepted', 'settled',
           case when lucky.won then 'won' else 'lost' end,
           case when lucky.won then 10 + (random() * 40)::int else 0 end, '{1}'
    from (select id, row_number() over () as n from entry where tenant_id = %(tenant)s) as own
    join generate_series(1, %(bets)s) as bet on bet %% %(entries)s + 1 = own.n
    cross join lateral (select random() < 0.45 and bet > 0 as won) as lucky
    """,
)
# Nothing but what the numbers ask for: a sum an entry, in the order of the standings, written down.
BARE = """
    create temporary table bare on commit drop as
    select entry_id, sum(payout - stake) as net_points,
           rank() over (order by sum(payout - stake) desc) as rank,
           string_agg(left(result, 1), '' order by bet_id) as form
    from settlement
    where run_id = %(run)s
    group by entry_id
"""


def measure(cluster: Cluster, environ: Mapping[str, str]) -> None:
    values: dict[str, object] = {
        "tenant": new_id(), "sport": new_id(), "event": new_id(), "competition": new_id(),
        "run": new_id(), "entries": ENTRIES, "bets": BETS,
        "document": msgspec.json.encode(CompetitionSettings()).decode(),
    }  # fmt: skip
    with psycopg.connect(cluster.url("postgres", "bench").reveal(), autocommit=True) as superuser:
        _write(superuser, BUILD, values)
        job = asyncio.run(_inside(Settings.read(environ), superuser, values))
    _over_http(job, UUID(str(values["competition"])), environ)


async def _inside(
    settings: Settings, superuser: psycopg.Connection, values: Mapping[str, object]
) -> Job:
    database = Database(settings)
    tenant_id, competition_id = UUID(str(values["tenant"])), UUID(str(values["competition"]))

    async def refresh() -> float:
        started = time.perf_counter()
        async with database.tenant(tenant_id) as tx:
            await refreshing.refresh(tx, competition_id)
        return time.perf_counter() - started

    print(f"\nA leaderboard of {ENTRIES:,} entries")
    try:
        _show_seconds("made for the first time", await refresh())
        _write(superuser, SETTLE, values)
        bare = _bare(superuser, values)
        _show_seconds(f"bare SQL over {BETS:,} settlements", bare)
        seconds = await refresh()
        _show_seconds(f"refreshed after {BETS:,} settlements", seconds, ratio=seconds / bare)
        _show_seconds("refreshed with nothing new", await refresh())
        superuser.execute("vacuum analyze standing")
        pipelines = Pipelines(settings, size=1)
        await _read(database, pipelines, tenant_id, competition_id)
        await pipelines.close()
        return await _sign_in(database, tenant_id, competition_id)
    finally:
        await database.close()


async def _read(
    database: Database, pipelines: Pipelines, tenant_id: UUID, competition_id: UUID
) -> None:
    scope, pages = reading.whole(competition_id), RecentPages(database.reading, pipelines)
    async with database.reading(tenant_id) as tx:
        excerpt = await reading.list_rows(tx, scope, None, after=ENTRIES // 2, limit=1)
        player_id = excerpt.rows[0].player_id

        async def page() -> object:
            return await reading.list_rows(tx, scope, None, limit=51)

        async def mine() -> object:
            return await pages.show_own(tenant_id, scope, None, player_id=player_id, neighbours=3)

        async def sorted_on_read() -> object:
            return await reading.list_rows(tx, scope, Standing.WIN_RATE, limit=51)

        await _show_times("first page, from Python", page, TIMES)
        await _show_times("own rank with neighbours, from Python", mine, TIMES)
        await _show_times("another order, ranked when asked", sorted_on_read, TIMES // 10)


async def _sign_in(database: Database, tenant_id: UUID, competition_id: UUID) -> Job:
    async with database.tenant(tenant_id) as tx:
        excerpt = await reading.list_rows(
            tx, reading.whole(competition_id), None, after=ENTRIES // 2, limit=SIGNED_IN
        )
        entries = [row.entry_id for row in excerpt.rows if row.entry_id]
        players = await game.sign_in(tx, tenant_id, HOST, entries)
    return Job(
        tenant_id=tenant_id, port=0, host=HOST, players=players, selections=[],
        connections=CONNECTIONS, seconds=SECONDS, rate=RATE,
    )  # fmt: skip


def _over_http(job: Job, competition_id: UUID, environ: Mapping[str, str]) -> None:
    path = f"/api/competitions/{competition_id}/leaderboard"
    with http.serving({**environ, **http.SILENCE}) as port:
        for name, paths in {
            "nothing but an answer": ["/health/live"],
            "first page": [path],
            "own rank with neighbours": [f"{path}/me"],
            "both in turns": [path, f"{path}/me"],
        }.items():
            asked = msgspec.structs.replace(job, port=port, paths=paths)
            # Connections are made and statements prepared before anything is measured.
            http.send(msgspec.structs.replace(asked, seconds=1.0))
            http.show_latency(f"{name}, {RATE:.0f} a second", http.send(asked))


def _write(
    superuser: psycopg.Connection, statements: Sequence[str], values: Mapping[str, object]
) -> None:
    """Triggers and foreign keys sleep meanwhile."""
    superuser.execute("set session_replication_role = replica")
    for statement in statements:
        superuser.execute(statement.encode(), values)
    superuser.execute("analyze")


def _bare(superuser: psycopg.Connection, values: Mapping[str, object]) -> float:
    started = time.perf_counter()
    with superuser.transaction():
        superuser.execute(BARE.encode(), values)
    return time.perf_counter() - started


async def _show_times(name: str, act: Callable[[], Awaitable[object]], times: int) -> None:
    milliseconds = []
    for _ in range(times):
        started = time.perf_counter()
        await act()
        milliseconds.append((time.perf_counter() - started) * 1000)
    percent = quantiles(milliseconds, n=100)
    print(f"  {name:<44} p50 {percent[49]:.2f}, p95 {percent[94]:.2f} ms")


def _show_seconds(name: str, seconds: float, *, ratio: float | None = None) -> None:
    print(f"  {name:<44} {seconds:>8.2f} s" + (f" {ratio:>8.2f}" if ratio else ""))
