"""What each bet of a chunk should be, where that is not what it is: rows of the table `due`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import BetState
from app.betting.rules.tickets import BetKind
from app.competitions.rules.settings import read_document
from app.markets.rules.odds import THOUSANDTHS, Odds, as_fraction
from app.settlement.rules.cashed_out import CashedOut
from app.settlement.rules.tickets import BetNow, LegNow, Verdict

Row = Mapping[Any, Any]

# What became of a bet, once it is known what it pays.
RESULT = """
    case when payout is null then null
         when void then 'void'
         when payout > stake then 'won'
         when payout = stake then 'returned'
         when payout > 0 then 'part_lost'
         else 'lost' end as result
"""

# A single's and a combo's stake times the multipliers of its legs, exactly, and rounded down once.
# A leg that is still open may win; one that is lost leaves nothing to wait for.
BY_ODDS = f"""
    select line.bet_id, line.gradings, verdict.payout,
           {RESULT}
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
"""  # noqa: S608 - our own words

# What Python's rules say of the other kinds.
BY_TICKET = """
    select told.bet_id, told.payout, told.result,
           (select array_agg(l.grading order by l.number) from leg_now l
            where l.bet_id = told.bet_id) as gradings
    from unnest(%(bet_ids)s::uuid[], %(payouts)s::bigint[], %(results)s::text[])
        as told (bet_id, payout, result)
"""

# A stake on what became void, or that came late, was never in the pool.
BY_DIVIDEND = f"""
    select c.bet_id, array[l.grading] as gradings, verdict.payout,
           {RESULT}
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
"""  # noqa: S608 - our own words

# A bet that this run brought into line before is left to the run of whatever came since.
LOOK = """
    with added as (
        insert into due
        select b.id, b.entry_id, b.player_id, b.competition_id, b.pool_id is not null, b.stake,
               coalesce(b.potential_payout, b.stake) - b.stake, journal.number,
               b.state, b.result, b.payout, b.settled_at,
               became.state, v.result, v.payout,
               case when became.state <> 'accepted' then coalesce(b.settled_at, %(now)s) end,
               v.gradings
        from ({verdicts}) as v
        join bet b on b.id = v.bet_id
        cross join lateral (
            select case when b.state = 'cashed_out' then b.state
                        when v.payout is null then 'accepted'
                        else 'settled' end as state
        ) as became
        cross join lateral (
            select coalesce(max(s.number), 0) + 1 as number,
                   coalesce(bool_or(s.run_id = %(run_id)s), false) as done
            from settlement s
            where s.bet_id = b.id
        ) as journal
        where b.state = any (%(states)s)
        and (became.state, v.result, v.payout) is distinct from (b.state, b.result, b.payout)
        and not journal.done
        returning bet_id
    )
    select count(*) from added
"""

# A cash-out is final, unless a leg that was decided before it became something else.
IN_PLAY = [BetState.ACCEPTED, BetState.SETTLED]
CASHED_OUT = [BetState.CASHED_OUT]

BET = ("id", "kind", "fold", "lines", "stake", "each_way")
FACTS = """
    b.id, b.kind, b.fold, b.lines, b.stake, b.each_way,
    l.decided, l.win, l.push, l.divisor, l.place_win, l.place_push, l.place_divisor,
    l.paid_odds, l.place_terms
"""

FIND_OTHERS = f"""
    select {FACTS}
    from chunk c
    join bet b on b.id = c.bet_id
    join leg_now l on l.bet_id = c.bet_id
    where not c.plain and b.state in ('accepted', 'settled')
    order by b.id, l.number
"""  # noqa: S608 - our own words

# Only those that rest on a leg that was decided, which has no price.
FIND_CASHED_OUT = f"""
    select {FACTS}, o.odds as offered, o.multipliers, s.document
    from chunk c
    join bet b on b.id = c.bet_id
    join cash_out o on o.bet_id = b.id
    join competition_settings s
        on (s.competition_id, s.version) = (b.competition_id, b.settings_version)
    join leg_now l on l.bet_id = c.bet_id
    where b.state = 'cashed_out' and array_position(o.odds, null) is not null
    order by b.id, l.number
"""  # noqa: S608 - our own words


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
    await _look(tx, BY_TICKET, _told(run_id, verdicts, now=now))


async def look_by_cash_outs(
    tx: AsyncConnection, run_id: UUID, verdicts: Sequence[Verdict], *, now: datetime
) -> None:
    await _look(tx, BY_TICKET, _told(run_id, verdicts, now=now), states=CASHED_OUT)


def _told(run_id: UUID, verdicts: Sequence[Verdict], *, now: datetime) -> dict[str, object]:
    return {
        "run_id": run_id,
        "now": now,
        "bet_ids": [each.bet_id for each in verdicts],
        "payouts": [each.payout for each in verdicts],
        "results": [each.result for each in verdicts],
    }


async def _look(
    tx: AsyncConnection,
    verdicts: str,
    values: dict[str, object],
    *,
    states: Sequence[BetState] = IN_PLAY,
) -> None:
    query = LOOK.format(verdicts=verdicts)
    await tx.exec_driver_sql(query, values | {"states": [each.value for each in states]})


async def find_others(tx: AsyncConnection) -> list[BetNow]:
    """The bets in play of the chunk that SQL does not compute."""
    rows = (await tx.exec_driver_sql(FIND_OTHERS)).mappings()
    return [_bet(legs) for legs in _by_bet(rows)]


async def find_cashed_out(tx: AsyncConnection) -> list[CashedOut]:
    """The cash-outs of the chunk that a correction may change."""
    rows = (await tx.exec_driver_sql(FIND_CASHED_OUT)).mappings()
    return [_cashed_out(legs) for legs in _by_bet(rows)]


def _by_bet(rows: Iterable[Row]) -> Iterator[Sequence[Row]]:
    for _, legs in groupby(rows, key=itemgetter("id")):
        yield list(legs)


def _bet(legs: Sequence[Row]) -> BetNow:
    facts = {name: legs[0][name] for name in BET} | {"kind": BetKind(legs[0]["kind"])}
    return BetNow(
        **facts,
        legs=[LegNow(**{name: leg[name] for name in LegNow.__slots__}) for leg in legs],
    )


def _cashed_out(legs: Sequence[Row]) -> CashedOut:
    offer = legs[0]
    margin = read_document(offer["document"]).cash_out_margin
    return CashedOut(
        bet=_bet(legs),
        odds=[None if each is None else as_fraction(Odds(each)) for each in offer["offered"]],
        multipliers=[Fraction(each) for each in offer["multipliers"]],
        margin=Fraction(margin, THOUSANDTHS),
    )
