"""A chunk of bets: taken and held, to be looked at in later statements.

It stays in two tables that only this connection sees: `chunk`, the bets, and `due`, those that
change.  Plain SQL, since no bet of the usual kinds ever reaches Python.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.settlement.rules.runs import Part, PartKind

CHUNK = 10_000
NIL = UUID(int=0)

# Rows come by the ten thousand from tables of millions: each is looked up, beginning with the
# chunk, whatever the planner knows of tables that it has last seen empty.  A chunk waits for its
# locks as long as it takes: others hold them in the same order, and no longer than a chunk.
TUNE = """
    select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
           set_config('join_collapse_limit', '12', true),
           set_config('from_collapse_limit', '12', true),
           set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true),
           set_config('plan_cache_mode', 'force_custom_plan', true),
           set_config('lock_timeout', '60s', true), set_config('statement_timeout', '60s', true)
"""

MAKE_TABLES = """
    do $$ begin
        if to_regclass('pg_temp.due') is null then
            create temporary table chunk (
                bet_id uuid not null, entry_id uuid not null, stake bigint not null,
                plain boolean not null
            ) on commit delete rows;
            create temporary table due (
                bet_id uuid not null, entry_id uuid not null, player_id uuid not null,
                competition_id uuid not null, pooled boolean not null,
                stake bigint not null, liability bigint not null, number bigint not null,
                state_before text not null, result_before text, payout_before bigint,
                settled_before timestamptz,
                state text not null, result text, payout bigint, settled_at timestamptz,
                gradings bigint[] not null
            ) on commit delete rows;
        end if;
    end $$
"""

# A leg without odds is one of a bet in a pool.
NEXT = {
    PartKind.MARKET: """
        select distinct l.bet_id from leg l
        where l.market_id = %(subject_id)s and l.odds is not null and l.bet_id > %(after)s
        order by l.bet_id limit %(size)s
    """,
    PartKind.POOL: """
        select l.bet_id
        from leg l
        join bet b on (b.tenant_id, b.id) = (l.tenant_id, l.bet_id)
        where l.market_id = (select market_id from pool where id = %(subject_id)s)
        and l.odds is null and b.pool_id = %(subject_id)s and l.bet_id > %(after)s
        order by l.bet_id limit %(size)s
    """,
}

TAKE = """
    with taken as (
        insert into chunk (bet_id, entry_id, stake, plain)
        select b.id, b.entry_id, b.stake,
               b.kind in ('single', 'combo') and not b.each_way and b.state <> 'cashed_out'
        from ({next}) as next
        join bet b on b.id = next.bet_id
        returning bet_id, plain
    )
    select count(*) as bets, count(*) filter (where not plain) as others,
           (select bet_id from taken order by bet_id desc limit 1) as last
    from taken
"""

LOCK_EXPOSURE_LIMITS = """
    select count(*) from (
        select x.id
        from (
            select distinct subject_id
            from chunk c
            join leg l on l.bet_id = c.bet_id
            join event e on e.id = l.event_id
            join bet b on b.id = c.bet_id
            cross join lateral (
                values (l.selection_id), (l.market_id), (l.event_id), (e.sport_id),
                       (b.competition_id)
            ) as subject (subject_id)
            where l.odds is not null and exists (select from exposure_limit)
        ) as subject
        join exposure_limit x on x.subject_id = subject.subject_id
        order by x.id
        for no key update of x
    ) as held
"""

# Whoever ends a bet holds the balance of its entry, so that no bet needs a lock of its own.
LOCK_BALANCES = """
    select count(*) from (
        select a.id
        from (select distinct entry_id from chunk) as entry
        join account a on (a.owner, a.kind) = (entry.entry_id, 'balance')
        order by a.id
        for no key update of a
    ) as held
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """How many bets there are in it, `others` than what SQL computes, and which is the last."""

    bets: int
    others: int
    last: UUID | None


async def prepare(tx: AsyncConnection) -> None:
    await tx.exec_driver_sql(TUNE)
    await tx.exec_driver_sql(MAKE_TABLES)


async def take(tx: AsyncConnection, part: Part, *, after: UUID | None) -> Chunk:
    """The next bets of the part, by their ids."""
    query = TAKE.format(next=NEXT[part.kind])
    values = {"subject_id": part.subject_id, "after": after or NIL, "size": CHUNK}
    row = (await tx.exec_driver_sql(query, values)).one()
    return Chunk(bets=row.bets, others=row.others, last=row.last)


async def lock(tx: AsyncConnection) -> None:
    """Hold whatever the bets of the chunk may move."""
    await tx.exec_driver_sql(LOCK_EXPOSURE_LIMITS)
    await tx.exec_driver_sql(LOCK_BALANCES)
