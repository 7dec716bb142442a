"""What each bet of a chunk should be, where that is not what it is: rows of the table `due`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.tickets import BetKind
from app.settlement.rules.tickets import BetNow, LegNow, Verdict

# A single's and a combo's stake times the multipliers of its legs, exactly, and rounded down once.
# A leg that is still open may win; one that is lost leaves nothing to wait for.
BY_ODDS = """
    select line.bet_id, line.gradings, verdict.payout,
           case when verdict.payout is null then null
                when line.void then 'void'
                when verdict.payout > line.stake then 'won'
                when verdict.payout = line.stake then 'returned'
                when verdict.payout > 0 then 'part_lost'
                else 'lost' end as result
    from (
        select c.bet_id, c.stake,
               bool_and(l.decided) as decided,
               bool_or(l.decided and l.win = 0 and l.push = 0) as lost,
               bool_and(l.decided and l.push = l.divisor) as void,
               product(l.win * l.paid_odds + l.push * 100000::numeric) as numerator,
               product(l.divisor * 100000::numeric) as denominator,
               array_agg(l.grading order by l.number) as gradings
        from chunk c
        join leg_now l on l.bet_id = c.bet_id
        where c.plain
        group by c.bet_id, c.stake
    ) as line
    cross join lateral (
        select case when line.lost then 0
                    when line.decided then div(line.stake * line.numerator, line.denominator)
               end::bigint as payout
    ) as verdict
"""

# What Python's rules say of the other kinds.
BY_TICKET = """
    select told.bet_id, told.payout, told.result,
           (select array_agg(l.grading order by l.number) from leg_now l
            where l.bet_id = told.bet_id) as gradings
    from unnest(%(bet_ids)s::uuid[], %(payouts)s::bigint[], %(results)s::text[])
        as told (bet_id, payout, result)
"""

# A stake on what became void, or that came late, was never in the pool.
BY_DIVIDEND = """
    select c.bet_id, array[l.grading] as gradings, verdict.payout,
           case when verdict.payout is null then null
                when l.void then 'void'
                when verdict.payout > c.stake then 'won'
                when verdict.payout = c.stake then 'returned'
                when verdict.payout > 0 then 'part_lost'
                else 'lost' end as result
    from chunk c
    join lateral (
        select n.selection_id, n.grading, coalesce(n.push = n.divisor, false) as void
        from leg_now n where n.bet_id = c.bet_id
    ) as l on true
    cross join lateral (
        select case when %(open)s then null
                    when l.void or %(refunded)s then c.stake
                    else coalesce((
                        select div(c.stake::numeric * d.numerator, d.denominator)
                        from unnest(%(selections)s::uuid[], %(numerators)s::numeric[],
                                    %(denominators)s::numeric[])
                            as d (selection_id, numerator, denominator)
                        where d.selection_id = l.selection_id
                    ), 0) end::bigint as payout
    ) as verdict
"""

# A bet that this run brought into line before is left to the run of whatever came since.
LOOK = """
    with added as (
        insert into due
        select b.id, b.entry_id, b.player_id, b.competition_id, b.pool_id is not null, b.stake,
               coalesce(b.potential_payout, b.stake) - b.stake, journal.number,
               b.state, b.result, b.payout, b.settled_at,
               became.state, v.result, v.payout,
               case when became.state = 'settled' then coalesce(b.settled_at, %(now)s) end,
               v.gradings
        from ({verdicts}) as v
        join bet b on b.id = v.bet_id
        cross join lateral (
            select case when v.payout is null then 'accepted' else 'settled' end as state
        ) as became
        cross join lateral (
            select coalesce(max(s.number), 0) + 1 as number,
                   coalesce(bool_or(s.run_id = %(run_id)s), false) as done
            from settlement s
            where s.bet_id = b.id
        ) as journal
        where b.state in ('accepted', 'settled')
        and (became.state, v.result, v.payout) is distinct from (b.state, b.result, b.payout)
        and not journal.done
        returning bet_id
    )
    select count(*) from added
"""

BET = ("id", "kind", "fold", "lines", "stake", "each_way")

FIND_OTHERS = """
    select b.id, b.kind, b.fold, b.lines, b.stake, b.each_way,
           l.decided, l.win, l.push, l.divisor, l.place_win, l.place_push, l.place_divisor,
           l.paid_odds, l.place_terms
    from chunk c
    join bet b on b.id = c.bet_id
    join leg_now l on l.bet_id = c.bet_id
    where not c.plain and b.state in ('accepted', 'settled')
    order by b.id, l.number
"""


async def look_by_odds(tx: AsyncConnection, run_id: UUID, *, now: datetime) -> None:
    await _look(tx, BY_ODDS, {"run_id": run_id, "now": now})


async def look_by_dividends(
    tx: AsyncConnection,
    run_id: UUID,
    dividends: Mapping[UUID, Fraction],
    *,
    is_open: bool,
    refunded: bool,
    now: datetime,
) -> None:
    values = {
        "run_id": run_id,
        "now": now,
        "open": is_open,
        "refunded": refunded,
        "selections": list(dividends),
        "numerators": [each.numerator for each in dividends.values()],
        "denominators": [each.denominator for each in dividends.values()],
    }
    await _look(tx, BY_DIVIDEND, values)


async def look_by_tickets(
    tx: AsyncConnection, run_id: UUID, verdicts: Sequence[Verdict], *, now: datetime
) -> None:
    values = {
        "run_id": run_id,
        "now": now,
        "bet_ids": [each.bet_id for each in verdicts],
        "payouts": [each.payout for each in verdicts],
        "results": [each.result for each in verdicts],
    }
    await _look(tx, BY_TICKET, values)


async def _look(tx: AsyncConnection, verdicts: str, values: dict[str, object]) -> None:
    await tx.exec_driver_sql(LOOK.format(verdicts=verdicts), values)


async def find_others(tx: AsyncConnection) -> list[BetNow]:
    """The bets of the chunk that SQL does not compute."""
    found: dict[UUID, BetNow] = {}
    legs: dict[UUID, list[LegNow]] = {}
    for row in await tx.exec_driver_sql(FIND_OTHERS):
        facts = row._asdict()
        of_bet = {name: facts.pop(name) for name in BET}
        bet_id = of_bet["id"]
        legs.setdefault(bet_id, []).append(LegNow(**facts))
        if bet_id not in found:
            kind = BetKind(of_bet["kind"])
            found[bet_id] = BetNow(**of_bet | {"kind": kind}, legs=legs[bet_id])
    return list(found.values())
