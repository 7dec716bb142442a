"""Bets won in a row, in the order of settlement: by run, and within a run by bet.

A bet keeps the place that it got when it was last settled out of the open, so that a correction
changes what it was and not when.  Void and returned bets neither count nor end a streak.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# A form has a letter a bet, the oldest first.  Bets that were settled for the first time go to its
# end; whoever had a bet settled again, or by an older run, gets all of the form anew.
BRING_UP_TO_DATE = """
    with moved as materialized (
        select s.entry_id, s.bet_id, s.run_id, r.number, s.result,
               s.number > 1 or s.state_before <> 'accepted' as again
        from unnest(cast(:runs as uuid[])) with ordinality as r (run_id, number)
        join settlement s on s.run_id = r.run_id and s.competition_id = :competition_id
    ), touched as (
        select m.entry_id, t.current, t.best,
               greatest((cast(:runs as uuid[]))[max(m.number)], t.last_run_id) as last_run_id,
               bool_or(m.again)
               or coalesce(t.last_run_id > (cast(:runs as uuid[]))[min(m.number)], false) as anew
        from moved m
        left join streak t on t.entry_id = m.entry_id
        group by m.entry_id, t.current, t.best, t.last_run_id
    ), settled as (
        select m.entry_id, m.run_id, m.bet_id, m.result
        from moved m
        join touched t on t.entry_id = m.entry_id and not t.anew
        union all
        select b.entry_id,
               (array_agg(s.run_id order by s.number desc)
                filter (where s.state = 'settled' and s.state_before <> 'settled'))[1],
               b.id, (array_agg(s.result order by s.number desc))[1]
        from touched t
        join bet b on b.entry_id = t.entry_id
        join settlement s on s.bet_id = b.id
        join counted_run c on (c.competition_id, c.run_id) = (s.competition_id, s.run_id)
        where t.anew
        group by b.entry_id, b.id
    ), form as (
        select entry_id, string_agg(case result when 'won' then 'W' else 'L' end, ''
                                    order by run_id, bet_id) as letters
        from settled
        where result in ('won', 'lost', 'part_lost')
        group by entry_id
    ), counted as (
        select t.entry_id, t.anew, length(f.letters) as bets,
               length(f.letters) - length(ltrim(f.letters, 'W')) as first,
               length(f.letters) - length(rtrim(f.letters, 'W')) as last,
               (select max(length(w)) from unnest(string_to_array(f.letters, 'L')) as w) as best,
               case when t.anew then 0 else coalesce(t.current, 0) end as before,
               case when t.anew then 0 else coalesce(t.best, 0) end as best_before,
               t.last_run_id
        from touched t
        left join form f on f.entry_id = t.entry_id
    )
    insert into streak (competition_id, entry_id, current, best, last_run_id)
    select :competition_id, entry_id,
           case when bets is null then before when last = bets then before + bets else last end,
           greatest(best_before, before + coalesce(first, 0), coalesce(best, 0)), last_run_id
    from counted
    on conflict (tenant_id, entry_id) do update
    set current = excluded.current, best = excluded.best, last_run_id = excluded.last_run_id
"""


async def bring_up_to_date(tx: AsyncConnection, competition_id: UUID, runs: Sequence[UUID]) -> None:
    """Go on with the runs that were just counted, given in the order of their ids."""
    await tx.execute(text(BRING_UP_TO_DATE), {"competition_id": competition_id, "runs": list(runs)})
