"""Counting finished runs: their differences are added to the tallies, each run once.

A run that still goes on, or that waits for the one that overtook it, does not show at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# Many rows are sorted and hashed at once, by one worker at a time.
GENEROUS = """
    select set_config('work_mem', '256MB', true), set_config('statement_timeout', '5min', true)
"""

LOCK = "select pg_advisory_xact_lock(hashtextextended('board ' || :board_id, 0))"

FIND_DUE = """
    select r.id
    from settlement_run r
    join settlement_run whole on whole.id = r.counts_with
    where r.state <> 'running' and whole.state = 'finished'
    and (r.event_id in (select event_id from competition_event
                        where competition_id = :competition_id)
         or r.question_id in (select id from bonus_question
                              where competition_id = :competition_id))
    and not exists (select from counted_run c
                    where c.competition_id = :competition_id and c.run_id = r.id)
    order by r.id
"""

FIND_CASHED_OUT = """
    select o.bet_id
    from cash_out o
    join bet b on b.id = o.bet_id
    where b.competition_id = :competition_id
    and not exists (select from counted_cash_out c where c.bet_id = o.bet_id)
"""

# The events of all that will be counted: those of the runs, and the other legs of combos.
NOTE_EVENTS = """
    insert into counted_event (competition_id, event_id, sport_id, round)
    select p.competition_id, e.id, e.sport_id, e.round
    from competition_event p
    join event e on (e.tenant_id, e.id) = (p.event_tenant_id, p.event_id)
    where p.competition_id = :competition_id
    on conflict do nothing
"""

HAS_MOVED = """
    select exists (
        select
        from counted_event c
        join competition_event p
            on (p.competition_id, p.event_id) = (c.competition_id, c.event_id)
        join event e on (e.tenant_id, e.id) = (p.event_tenant_id, p.event_id)
        where c.competition_id = :competition_id
        and (e.round, e.sport_id) is distinct from (c.round, c.sport_id)
    )
"""

FORGET = (
    "delete from tally where competition_id = :competition_id",
    "delete from streak where competition_id = :competition_id",
    "delete from counted_run where competition_id = :competition_id",
    "delete from counted_cash_out where competition_id = :competition_id",
    "delete from counted_event where competition_id = :competition_id",
)

# In which sport and round the bets of `moved` count, and what each adds.  A bet with one leg is
# on the event of its run; all legs of others are asked.
SUM_UP = """
    , place as (
        select m.bet_id, case when min(e.sport_id::text) = max(e.sport_id::text)
                              then min(e.sport_id::text)::uuid end as sport_id,
               case when count(*) = count(e.round) and min(e.round) = max(e.round)
                    then min(e.round) end as round
        from (select distinct bet_id from moved where event_id is null) as m
        join leg l on l.bet_id = m.bet_id
        join counted_event e on (e.competition_id, e.event_id) = (:competition_id, l.event_id)
        group by m.bet_id
    ), summed as (
        select m.entry_id, coalesce(e.sport_id, p.sport_id) as sport_id,
               coalesce(e.round, p.round) as round,
               sum(m.bets)::bigint as bets, sum(m.staked)::bigint as staked,
               sum(m.paid)::bigint as paid, sum(m.won)::bigint as won, sum(m.lost)::bigint as lost
        from moved m
        left join counted_event e on (e.competition_id, e.event_id) = (:competition_id, m.event_id)
        left join place p on p.bet_id = m.bet_id
        group by 1, 2, 3
    )
    insert into tally as t (competition_id, entry_id, sport_id, round, bets, staked, paid, won,
                            lost, prediction_points, bonus_points, exact_predictions)
    select :competition_id, entry_id, sport_id, round, bets, staked, paid, won, lost, 0, 0, 0
    from summed
    on conflict on constraint tally_is_one_a_sport_and_round do update
    set bets = t.bets + excluded.bets, staked = t.staked + excluded.staked,
        paid = t.paid + excluded.paid, won = t.won + excluded.won, lost = t.lost + excluded.lost
"""

# What a settlement adds is what the bet became, less what it was.
ADD_BETS = (
    """
    with moved as (
        select s.entry_id, s.bet_id,
               case when cardinality(s.gradings) = 1 then r.event_id end as event_id,
               is_in.n - was_in.n as bets,
               is_in.n * s.stake - was_in.n * s.stake as staked,
               is_in.n * coalesce(s.payout, 0) - was_in.n * coalesce(s.payout_before, 0) as paid,
               (s.result is not distinct from 'won')::int
               - (s.result_before is not distinct from 'won')::int as won,
               (coalesce(s.result, '') in ('lost', 'part_lost'))::int
               - (coalesce(s.result_before, '') in ('lost', 'part_lost'))::int as lost
        from settlement s
        join settlement_run r on r.id = s.run_id
        cross join lateral (select case when s.state = 'accepted' or s.result = 'void'
                                        then 0 else 1 end as n) as is_in
        cross join lateral (select case when s.state_before = 'accepted'
                                        or s.result_before = 'void'
                                        then 0 else 1 end as n) as was_in
        where s.run_id = any (:runs) and s.competition_id = :competition_id
    )
    """  # noqa: S608 - our own words
    + SUM_UP
)

ADD_CASH_OUTS = (
    """
    with moved as (
        select b.entry_id, b.id as bet_id, null::uuid as event_id, 1 as bets, b.stake as staked,
               o.points as paid, 0 as won, 0 as lost
        from cash_out o
        join bet b on b.id = o.bet_id
        where o.bet_id = any (:bets)
    )
    """  # noqa: S608 - our own words
    + SUM_UP
)

ADD_SCORES = """
    with summed as (
        select s.entry_id, e.sport_id, e.round,
               sum(case when p.id is not null then s.change else 0 end)::bigint as predictions,
               sum(case when p.id is null then s.change else 0 end)::bigint as bonus,
               sum(s.exact)::bigint as exact
        from (
            select s.entry_id, s.subject_id, s.competition_id,
                   coalesce(s.points, 0) - coalesce(s.points_before, 0) as change,
                   (s.points is not null and coalesce(s.facts ->> 'kind' = 'exact', false))::int
                   - (s.points_before is not null
                      and coalesce(b.facts ->> 'kind' = 'exact', false))::int as exact
            from score s
            left join score b on (b.subject_id, b.entry_id, b.number)
                               = (s.subject_id, s.entry_id, s.number - 1)
            where s.run_id = any (:runs) and s.competition_id = :competition_id
        ) as s
        left join prediction p on p.id = s.subject_id
        left join counted_event e
            on (e.competition_id, e.event_id) = (s.competition_id, p.event_id)
        group by 1, 2, 3
    )
    insert into tally as t (competition_id, entry_id, sport_id, round, bets, staked, paid, won,
                            lost, prediction_points, bonus_points, exact_predictions)
    select :competition_id, entry_id, sport_id, round, 0, 0, 0, 0, 0, predictions, bonus, exact
    from summed
    on conflict on constraint tally_is_one_a_sport_and_round do update
    set prediction_points = t.prediction_points + excluded.prediction_points,
        bonus_points = t.bonus_points + excluded.bonus_points,
        exact_predictions = t.exact_predictions + excluded.exact_predictions
"""

MARK_RUNS = """
    insert into counted_run (competition_id, run_id)
    select :competition_id, run_id from unnest(cast(:runs as uuid[])) as run_id
"""
MARK_CASH_OUTS = """
    insert into counted_cash_out (competition_id, bet_id)
    select :competition_id, bet_id from unnest(cast(:bets as uuid[])) as bet_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a competition has not counted yet."""

    runs: Sequence[UUID]
    cash_outs: Sequence[UUID]


async def lock_board(tx: AsyncConnection, board_id: UUID) -> None:
    """Make those who would change one leaderboard wait for each other."""
    await tx.execute(text(LOCK), {"board_id": str(board_id)})
    await tx.execute(text(GENEROUS))


async def find_due(tx: AsyncConnection, competition_id: UUID) -> Due:
    values = {"competition_id": competition_id}
    runs = (await tx.execute(text(FIND_DUE), values)).scalars()
    cash_outs = (await tx.execute(text(FIND_CASHED_OUT), values)).scalars()
    return Due(runs=list(runs), cash_outs=list(cash_outs))


async def has_moved(tx: AsyncConnection, competition_id: UUID) -> bool:
    """Whether a counted event is of another round or sport than it was."""
    found = await tx.execute(text(HAS_MOVED), {"competition_id": competition_id})
    return bool(found.scalar_one())


async def forget(tx: AsyncConnection, competition_id: UUID) -> None:
    """Whatever was counted is to be counted anew."""
    for statement in FORGET:
        await tx.execute(text(statement), {"competition_id": competition_id})


async def add(tx: AsyncConnection, competition_id: UUID, due: Due) -> None:
    values: dict[str, Any] = {
        "competition_id": competition_id,
        "runs": list(due.runs),
        "bets": list(due.cash_outs),
    }
    await tx.execute(text(NOTE_EVENTS), values)
    if due.runs:
        for statement in (ADD_BETS, ADD_SCORES, MARK_RUNS):
            await tx.execute(text(statement), values)
    if due.cash_outs:
        for statement in (ADD_CASH_OUTS, MARK_CASH_OUTS):
            await tx.execute(text(statement), values)
