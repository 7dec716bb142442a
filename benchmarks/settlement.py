"""What settling a market's bets costs, against bare SQL that writes the same rows in one go.

`python -m benchmarks settlement 1000000` measures so many alone.
"""

import resource
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection

from app.development.postgres import Cluster
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.settlement import jobs as settlement_jobs
from app.settlement.rules.runs import PartKind
from benchmarks.game import build

SIZES = (10_000, 100_000)
KIBIBYTES = 1024

# Every player bets on each selection in turn.  Nobody has counted these rows yet, and whoever takes
# them for few goes through all of them for each.
BETS = (
    "set local enable_nestloop = off",
    """
    insert into bet (id, entry_id, competition_id, player_id, kind, lines, stake, potential_payout,
                     odds_policy, settings_version, request_digest, accepted_at)
    select uuidv7(), e.id, e.competition_id, e.player_id, 'single', 1, 10, 25, 'exact', 1,
           decode(repeat('00', 16), 'hex'), now()
    from (select row_number() over () as number, * from entry) as e
    join generate_series(1, %(bets)s) as n on n %% 500 + 1 = e.number
    order by n
    """,
    """
    insert into leg (bet_id, number, selection_tenant_id, selection_id, market_id, event_id, odds,
                     odds_version, locks_at)
    select b.id, 1, s.tenant_id, s.id, m.id, m.event_id, 2500, 1, now() + interval '1 day'
    from (select row_number() over (order by id) as number, id from bet
          where accepted_at = now()) as b
    join selection s on s.number = b.number %% 3 + 1 and s.market_id = %(market_id)s
    join market m on m.id = s.market_id
    """,
    """
    insert into exposure (competition_id, selection_tenant_id, selection_id, bets, staked,
                          liability)
    select b.competition_id, l.selection_tenant_id, l.selection_id, count(*), sum(b.stake),
           sum(b.potential_payout - b.stake)
    from leg l join bet b on b.id = l.bet_id
    where l.market_id = %(market_id)s
    group by b.competition_id, l.selection_tenant_id, l.selection_id
    """,
    """
    insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                          account_sequence, balance_after, reference)
    select 'stake', own.id, 'balance', escrow.id, 'escrow', b.stake,
           own.sequence + row_number() over history,
           own.balance - sum(b.stake) over history, b.id
    from leg l
    join bet b on b.id = l.bet_id
    join account own on (own.owner, own.kind) = (b.entry_id, 'balance')
    join account escrow on (escrow.owner, escrow.kind) = (b.competition_id, 'escrow')
    where l.market_id = %(market_id)s
    window history as (partition by b.entry_id order by b.id)
    """,
)

RULING = """
    insert into ruling (id, kind, event_tenant_id, event_id, market_id, document, state,
                        second_person, entered_by, decided_by, decided_at)
    select %(ruling_id)s, 'marks', event_tenant_id, event_id, id, '{}', 'confirmed', false,
           'bench', 'bench', now()
    from market where id = %(market_id)s
"""

GRADE = (
    "update market set grading = grading + 1, state = 'settled' where id = %(market_id)s",
    """
    insert into grading (market_id, number, ruling_tenant_id, ruling_id)
    select id, grading, tenant_id, %(ruling_id)s from market where id = %(market_id)s
    """,
    """
    insert into outcome (selection_id, grading, market_id, win, push, divisor)
    select s.id, m.grading, m.id, case when s.number = %(winner)s then 1 else 0 end, 0, 1
    from market m join selection s on (s.tenant_id, s.market_id) = (m.tenant_id, m.id)
    where m.id = %(market_id)s
    """,
)

# The same rows, without a question asked: nothing is held, looked at twice, or resumable.
BARE = (
    """
    insert into settlement_run (id, kind, event_tenant_id, event_id, counts_with)
    select %(run_id)s, 'event', event_tenant_id, event_id, %(run_id)s from market
    where id = %(market_id)s
    """,
    """
    insert into settlement (bet_id, number, run_id, competition_id, entry_id, stake, state_before,
                            state, result, payout, gradings)
    select b.id, 1, %(run_id)s, b.competition_id, b.entry_id, b.stake, 'accepted', 'settled',
           case when o.win > 0 then 'won' else 'lost' end, b.stake * l.odds * o.win / 1000, '{1}'
    from leg l
    join bet b on b.id = l.bet_id
    join outcome o on o.selection_id = l.selection_id
    where l.market_id = %(market_id)s
    """,
    """
    update bet b set state = s.state, result = s.result, payout = s.payout, settled_at = now()
    from settlement s where s.bet_id = b.id and s.run_id = %(run_id)s
    """,
    """
    insert into transfer (kind, debit_account, debit_kind, credit_account, credit_kind, points,
                          account_sequence, balance_after, reference)
    select 'payout', debit.id, debit.kind, credit.id, credit.kind, moved.points,
           case when credit.kind = 'balance'
                then credit.sequence + row_number() over history end,
           case when credit.kind = 'balance'
                then credit.balance + sum(moved.points) over history end,
           moved.bet_id
    from settlement s
    cross join lateral (values
        (s.bet_id, s.competition_id, 'escrow', s.entry_id, 'balance', least(s.stake, s.payout)),
        (s.bet_id, s.competition_id, 'house', s.entry_id, 'balance', s.payout - s.stake),
        (s.bet_id, s.competition_id, 'escrow', s.competition_id, 'house', s.stake - s.payout)
    ) as moved (bet_id, debit_owner, debit_kind, credit_owner, credit_kind, points)
    join account debit on (debit.owner, debit.kind) = (moved.debit_owner, moved.debit_kind)
    join account credit on (credit.owner, credit.kind) = (moved.credit_owner, moved.credit_kind)
    where s.run_id = %(run_id)s and moved.points > 0
    window history as (partition by credit.id order by moved.bet_id rows unbounded preceding)
    """,
    """
    update exposure x set bets = 0, staked = 0, liability = 0
    from selection s where s.id = x.selection_id and s.market_id = %(market_id)s
    """,
    """
    insert into play_day (entry_id, player_id, day, returned)
    select s.entry_id, b.player_id, now()::date, sum(s.payout)
    from settlement s join bet b on b.id = s.bet_id
    where s.run_id = %(run_id)s
    group by s.entry_id, b.player_id
    on conflict on constraint play_day_pk do update
    set returned = play_day.returned + excluded.returned
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    database: Database
    tenant_id: UUID

    async def do(self, statements: Sequence[str], **values: object) -> None:
        """In one transaction that may last."""
        async with self.database.tenant(self.tenant_id) as tx:
            await tx.exec_driver_sql("set local statement_timeout = 0")
            for statement in statements:
                await tx.exec_driver_sql(statement, values)

    async def settle(self, market_id: UUID, *, winner: int) -> None:
        ruling_id = new_id()
        values = {"ruling_id": ruling_id, "market_id": market_id, "winner": winner}
        await self.do([RULING, *GRADE], **values)
        async with self.database.tenant(self.tenant_id) as tx:
            await settlement_jobs.begin(tx, ruling_tenant_id=self.tenant_id, ruling_id=ruling_id)
            run_id = (
                await tx.exec_driver_sql(
                    "select id from settlement_run where ruling_id = %(ruling_id)s", values
                )
            ).scalar_one()
        await settlement_jobs.work(
            self.database,
            community_id=self.tenant_id,
            run_id=run_id,
            kind=PartKind.MARKET,
            subject_id=market_id,
        )

    async def settle_bare(self, market_id: UUID) -> None:
        values = {"market_id": market_id, "winner": 1, "ruling_id": new_id(), "run_id": new_id()}
        await self.do([RULING, *GRADE, *BARE], **values)


async def measure(database: Database, cluster: Cluster, sizes: Sequence[int] = SIZES) -> None:
    bench = Bench(database=database, tenant_id=new_id())
    async with database.tenant(bench.tenant_id) as tx:
        await build(tx, bench.tenant_id, subdomain="settle")
        markets = await _markets(tx)
    print("\nSettling the bets on one market, each of three selections in turn")
    for size in sizes:
        await _measure(bench, cluster, size, markets)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIBIBYTES
    print(f"  {'memory of this process, at most':<44} {used:>10} MiB")


async def _measure(bench: Bench, cluster: Cluster, size: int, markets: list[UUID]) -> None:
    ours, theirs = markets.pop(), markets.pop()
    for market_id in (ours, theirs):
        await bench.do(BETS, bets=size, market_id=market_id)
    with psycopg.connect(cluster.url("owner", "bench").reveal(), autocommit=True) as owner:
        owner.execute("vacuum analyze")
    bare = await _seconds(lambda: bench.settle_bare(theirs))
    settled = await _seconds(lambda: bench.settle(ours, winner=1))
    corrected = await _seconds(lambda: bench.settle(ours, winner=2))
    for name, seconds, beside in (
        ("bare SQL in one transaction", bare, bare),
        ("settlement in chunks", settled, bare),
        ("its correction, beside the settlement", corrected, settled),
    ):
        each = seconds / size * 1e6
        print(f"  {f'{size:,} bets: {name}':<58} {each:>7.1f} µs {seconds / beside:>6.2f}")


async def _seconds(run: Callable[[], Awaitable[None]]) -> float:
    before = time.perf_counter()
    await run()
    return time.perf_counter() - before


async def _markets(tx: AsyncConnection) -> list[UUID]:
    return list((await tx.exec_driver_sql("select id from market order by id")).scalars())
