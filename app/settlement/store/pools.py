"""Pools as the rulings in force have them, and how they were shared out."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.settlement.rules.sharing import OPEN, PoolNow, Shares

# Open as long as one of the selections is, even one that nobody has bet on: it may be right.
FIND_POOL_NOW = """
    select m.grading, v.event_id is null and exists (
               select from selection s
               where (s.tenant_id, s.market_id) = (m.tenant_id, m.id)
               and not exists (
                   select from outcome o
                   where (o.tenant_id, o.selection_id, o.grading) = (s.tenant_id, s.id, m.grading)
               )
           ) as open,
           array(
               select o.selection_id
               from outcome o
               where (o.tenant_id, o.market_id, o.grading) = (m.tenant_id, m.id, m.grading)
               and o.win > 0 and v.event_id is null
           ) as winners
    from pool p
    join market m on (m.tenant_id, m.id) = (p.market_tenant_id, p.market_id)
    left join event_void v
        on (v.competition_id, v.event_tenant_id, v.event_id)
         = (p.competition_id, m.event_tenant_id, m.event_id) and v.void
    where p.id = %(pool_id)s
"""

COUNTED = """
    select l.selection_id, b.stake
    from bet b
    join leg_now l on l.bet_id = b.id
    where b.pool_id = %(pool_id)s and b.state in ('accepted', 'settled')
    and b.id in (select o.bet_id from leg o
                 where o.market_id = (select market_id from pool where id = %(pool_id)s)
                 and o.odds is null)
    and l.push is distinct from l.divisor
"""

FIND_TOTALS = f"""
    select selection_id, sum(stake) as staked from ({COUNTED}) as counted group by selection_id
"""  # noqa: S608 - our own words

FIND_PAID = f"""
    select coalesce(sum(div(counted.stake::numeric * d.numerator, d.denominator)), 0)
    from ({COUNTED}) as counted
    join unnest(%(selections)s::uuid[], %(numerators)s::numeric[], %(denominators)s::numeric[])
        as d (selection_id, numerator, denominator) using (selection_id)
"""  # noqa: S608 - our own words

FIND_NEWEST = """
    select refunded, stakes, carried_in, paid, takeout, breakage, top_up, carried_out,
           dividends
    from pool_settlement
    where pool_id = %(pool_id)s
    order by number desc
    limit 1
"""

INSERT_POOL_SETTLEMENT = """
    insert into pool_settlement (pool_id, number, run_id, grading, refunded, stakes, carried_in,
                                 paid, takeout, breakage, top_up, carried_out, dividends)
    select %(pool_id)s, coalesce(max(number), 0) + 1, %(run_id)s, %(grading)s, %(refunded)s,
           %(stakes)s, %(carried_in)s, %(paid)s, %(takeout)s, %(breakage)s, %(top_up)s,
           %(carried_out)s, %(dividends)s
    from pool_settlement
    where pool_id = %(pool_id)s
"""

FIND_EVENT = """
    select m.event_tenant_id, m.event_id, m.id as market_id
    from pool p
    join market m on (m.tenant_id, m.id) = (p.market_tenant_id, p.market_id)
    where p.id = %(pool_id)s
"""


async def find_pool_now(tx: AsyncConnection, pool_id: UUID) -> PoolNow:
    values = {"pool_id": pool_id}
    row = (await tx.exec_driver_sql(FIND_POOL_NOW, values)).one()
    totals = await tx.exec_driver_sql(FIND_TOTALS, values)
    return PoolNow(
        open=row.open,
        grading=row.grading,
        totals={total.selection_id: int(total.staked) for total in totals},
        winners=frozenset(row.winners),
    )


async def find_paid(tx: AsyncConnection, pool_id: UUID, dividends: Mapping[UUID, Fraction]) -> int:
    """What the stakes on the right selections come to, each rounded down."""
    values = {
        "pool_id": pool_id,
        "selections": list(dividends),
        "numerators": [each.numerator for each in dividends.values()],
        "denominators": [each.denominator for each in dividends.values()],
    }
    return int((await tx.exec_driver_sql(FIND_PAID, values)).scalar_one())


async def find_shares(tx: AsyncConnection, pool_id: UUID) -> tuple[Shares, dict[UUID, Fraction]]:
    """How the pool is shared out by now, and what a point on each right selection pays."""
    rows = await tx.exec_driver_sql(FIND_NEWEST, {"pool_id": pool_id})
    row = rows.mappings().one_or_none()
    if row is None:
        return OPEN, {}
    facts = dict(row)
    told = facts.pop("dividends")
    return Shares(**facts), {UUID(each): Fraction(paid) for each, paid in told.items()}


async def insert_shares(
    tx: AsyncConnection,
    pool_id: UUID,
    shares: Shares,
    *,
    run_id: UUID,
    grading: int,
    dividends: Mapping[UUID, Fraction],
) -> None:
    told = json.dumps({str(selection): str(each) for selection, each in dividends.items()})
    values = {"pool_id": pool_id, "run_id": run_id, "grading": grading, "dividends": told}
    await tx.exec_driver_sql(INSERT_POOL_SETTLEMENT, asdict(shares) | values)


async def find_event(tx: AsyncConnection, pool_id: UUID) -> Mapping[str, UUID]:
    """Which event the pool is played on, and which market."""
    row = (await tx.exec_driver_sql(FIND_EVENT, {"pool_id": pool_id})).mappings().one()
    return {**row}
