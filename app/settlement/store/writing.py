"""What bringing bets into line writes: all from the table `due` of this connection, in sets.

Rows that several chunks meet at are held in one order before they change.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

INSERT_SETTLEMENTS = """
    insert into settlement (
        bet_id, number, run_id, competition_id, entry_id, stake, state_before, result_before,
        payout_before, state, result, payout, gradings
    )
    select bet_id, number, %(run_id)s, competition_id, entry_id, stake, state_before,
           result_before, payout_before, state, result, payout, gradings
    from due
"""

UPDATE_BETS = """
    update bet b
    set state = due.state, result = due.result, payout = due.payout, settled_at = due.settled_at
    from due
    where b.id = due.bet_id
"""

# A stake lies in the escrow until its bet is over.  What is paid beyond it comes from the house,
# and what is lost goes there; a pool pays out of its own stakes.  `correction` is by force.
INSERT_TRANSFERS = """
    insert into pending_transfer (
        kind, debit_owner, debit_kind, credit_owner, credit_kind, points, reference
    )
    select move.kind, move.debit_owner, move.debit_kind, move.credit_owner, move.credit_kind,
           move.points, due.bet_id
    from due
    cross join lateral (
        select case when pooled then 'escrow' else 'house' end as bank,
               payout - payout_before as more
    ) as other
    cross join lateral (values
        (state_before = 'accepted', 'payout', competition_id, 'escrow', entry_id, 'balance',
         case when pooled then payout else least(payout, stake) end),
        (state_before = 'accepted' and not pooled, 'payout', competition_id, 'house',
         entry_id, 'balance', payout - stake),
        (state_before = 'accepted' and not pooled, 'payout', competition_id, 'escrow',
         competition_id, 'house', stake - payout),
        (true, 'correction', competition_id, other.bank, entry_id, 'balance', other.more),
        (true, 'correction', entry_id, 'balance', competition_id, other.bank, -other.more),
        (state = 'accepted', 'correction', entry_id, 'balance', competition_id, other.bank,
         payout_before),
        (state = 'accepted' and not pooled, 'correction', competition_id, 'house',
         competition_id, 'escrow', stake)
    ) as move (moves, kind, debit_owner, debit_kind, credit_owner, credit_kind, points)
    where move.moves and move.points > 0
    order by due.bet_id
"""

# `bets` is 1 for a bet that is open again, and -1 for one that is over.
OPENED = """
    select l.selection_tenant_id, l.selection_id, l.market_id, l.event_id, due.competition_id,
           due.stake, due.liability, case when due.state = 'accepted' then 1 else -1 end as bets
    from due
    join leg l on l.bet_id = due.bet_id
    where not due.pooled and 'accepted' in (due.state, due.state_before)
"""

MOVE_EXPOSURE = f"""
    with moved as materialized (
        select competition_id, selection_tenant_id, selection_id, sum(bets) as bets,
               sum(bets * stake) as staked, sum(bets * liability) as liability
        from ({OPENED}) as opened
        group by competition_id, selection_tenant_id, selection_id
    ), held as materialized (
        select x.competition_id, x.selection_tenant_id, x.selection_id
        from moved
        join exposure x using (competition_id, selection_tenant_id, selection_id)
        order by x.competition_id, x.selection_tenant_id, x.selection_id
        for no key update of x
    )
    update exposure x
    set bets = x.bets + moved.bets, staked = x.staked + moved.staked,
        liability = x.liability + moved.liability
    from moved
    join held using (competition_id, selection_tenant_id, selection_id)
    where (x.competition_id, x.selection_tenant_id, x.selection_id)
        = (moved.competition_id, moved.selection_tenant_id, moved.selection_id)
"""  # noqa: S608 - our own words

# Held since the chunk was taken.  A bet that is open again was accepted once: a limit that it
# would pass now makes room for it, and refuses the next.
MOVE_EXPOSURE_LIMITS = f"""
    update exposure_limit x
    set liability = x.liability + moved.liability,
        hard = greatest(x.hard, x.liability + moved.liability)
    from (
        select subject_id, sum(opened.bets * opened.liability) as liability
        from ({OPENED}) as opened
        join event e on e.id = opened.event_id
        cross join lateral (
            values (opened.selection_id), (opened.market_id), (opened.event_id), (e.sport_id),
                   (opened.competition_id)
        ) as subject (subject_id)
        where exists (select from exposure_limit)
        group by subject_id
    ) as moved
    where x.subject_id = moved.subject_id
"""  # noqa: S608 - our own words

# What a bet pays counts on the day it was first settled, whatever is corrected later.  A day that
# loses some of it has a row: a proposed one below zero would be refused even where there is one.
RETURNED = """
    select due.entry_id, due.player_id,
           (coalesce(due.settled_at, due.settled_before) at time zone zone.name)::date as day,
           sum(coalesce(due.payout, 0) - coalesce(due.payout_before, 0)) as points
    from due
    cross join (
        select coalesce(settings ->> 'time_zone', 'UTC') as name from tenant
        where id = nullif(current_setting('app.tenant_id'), '')::uuid
    ) as zone
    group by due.entry_id, due.player_id, day
"""

ADD_TO_PLAY_DAYS = f"""
    insert into play_day (entry_id, player_id, day, returned)
    select entry_id, player_id, day, points from ({RETURNED}) as moved
    where points > 0
    order by entry_id, day
    on conflict on constraint play_day_pk do update
    set returned = play_day.returned + excluded.returned
"""  # noqa: S608 - our own words

TAKE_FROM_PLAY_DAYS = f"""
    update play_day d
    set returned = d.returned + moved.points
    from ({RETURNED}) as moved
    where moved.points < 0 and (d.entry_id, d.day) = (moved.entry_id, moved.day)
"""  # noqa: S608 - our own words

SUM_UP = """
    select case when state = 'cashed_out' then state else result end as result, count(*) as bets,
           coalesce(sum(payout) filter (where state_before = 'accepted'), 0) as paid,
           coalesce(sum(abs(coalesce(payout, 0) - coalesce(payout_before, 0))), 0) as moved
    from due
    group by 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a chunk changed: bets by their result (`cashed_out`: worth something else; None: open
    again), points that bets were paid as they ended, and points that bets differ by from before.
    """

    results: dict[str | None, int]
    paid: int
    moved: int

    @property
    def bets(self) -> int:
        return sum(self.results.values())


async def insert_settlements(tx: AsyncConnection, run_id: UUID) -> None:
    await tx.exec_driver_sql(INSERT_SETTLEMENTS, {"run_id": run_id})


async def update_bets(tx: AsyncConnection) -> None:
    await tx.exec_driver_sql(UPDATE_BETS)


async def propose_transfers(tx: AsyncConnection) -> None:
    """Put into `pending_transfer` what the ledger should move."""
    await tx.exec_driver_sql(INSERT_TRANSFERS)


async def move_exposure(tx: AsyncConnection) -> None:
    await tx.exec_driver_sql(MOVE_EXPOSURE)
    await tx.exec_driver_sql(MOVE_EXPOSURE_LIMITS)


async def move_play_days(tx: AsyncConnection) -> None:
    await tx.exec_driver_sql(ADD_TO_PLAY_DAYS)
    await tx.exec_driver_sql(TAKE_FROM_PLAY_DAYS)


async def sum_up(tx: AsyncConnection) -> Change:
    rows = (await tx.exec_driver_sql(SUM_UP)).all()
    return Change(
        results={row.result: row.bets for row in rows},
        paid=int(sum(row.paid for row in rows)),
        moved=int(sum(row.moved for row in rows)),
    )
