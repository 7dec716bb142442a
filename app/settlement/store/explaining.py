"""What explanations of bets are made from: read only, and only as it is in force."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.betting.rules.bets import BetState
from app.catalogue.rules.results import ResultDocument
from app.settlement.rules.explaining import BetFacts, LegFacts, Moved, PastSettlement
from app.settlement.rules.tickets import LegNow
from app.settlement.rules.writing import scores_written

FIND_BET = text("""
    select id, player_id, kind, fold, lines, each_way, stake, state, result, payout, pool_id
    from bet where id = :bet_id
""")

LIST_LEGS = text("""
    select n.number, n.selection_id, s.name as selection, m.name as market, m.period, n.event_id,
           e.name as event, l.odds as odds_taken, n.odds, n.deduction, n.grading, n.result_version,
           r.document, n.void_because, n.decided, n.win, n.push, n.divisor, n.place_win,
           n.place_push, n.place_divisor, coalesce(n.paid_odds, 100000) as paid_odds, n.place_terms
    from leg_now n
    join leg l on (l.bet_id, l.number) = (n.bet_id, n.number)
    join selection s on (s.tenant_id, s.id) = (n.selection_tenant_id, n.selection_id)
    join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    left join result r
        on (r.tenant_id, r.event_id, r.version) = (e.tenant_id, e.id, n.result_version)
    where n.bet_id = :bet_id
    order by n.number
""")

LIST_SETTLEMENTS = text("""
    select s.number, s.at, s.state_before, s.result_before, s.payout_before, s.state, s.result,
           s.payout, coalesce(run.reason, u.reason, r.reason) as reason
    from settlement s
    join settlement_run run on (run.tenant_id, run.id) = (s.tenant_id, s.run_id)
    left join ruling u on (u.tenant_id, u.id) = (run.ruling_tenant_id, run.ruling_id)
    left join result r on (r.tenant_id, r.event_id, r.version)
                        = (u.event_tenant_id, u.event_id, u.result_version)
    where s.bet_id = :bet_id
    order by s.number
""")

# Those that moved the player's own points, which their accounts lead to.
LIST_TRANSFERS = text("""
    select t.kind, t.debit_kind as debit, t.credit_kind as credit, t.points, t.at
    from bet b
    join account a on (a.tenant_id, a.owner) = (b.tenant_id, b.entry_id)
    join transfer t on (t.tenant_id, t.kept_account) = (a.tenant_id, a.id)
    where b.id = :bet_id and t.reference = b.id
    order by t.at, t.id
""")

FIND_SHARES = text("""
    select refunded, dividends from pool_settlement
    where pool_id = :pool_id order by number desc limit 1
""")

OF_NOW = LegNow.__slots__
OF_LEG = tuple(name for name in LegFacts.__slots__ if name not in {"now", "score"})


async def find_bet(tx: AsyncConnection, bet_id: UUID) -> BetFacts | None:
    values = {"bet_id": bet_id}
    row = (await tx.execute(FIND_BET, values)).mappings().one_or_none()
    if row is None:
        return None
    facts = dict(row) | {"state": BetState(row["state"])}
    pool_id = facts.pop("pool_id")
    legs = [_leg(leg) for leg in (await tx.execute(LIST_LEGS, values)).mappings()]
    settlements = (await tx.execute(LIST_SETTLEMENTS, values)).mappings()
    transfers = (await tx.execute(LIST_TRANSFERS, values)).mappings()
    return BetFacts(
        **facts,
        **await _shares(tx, pool_id, legs),
        legs=legs,
        settlements=[PastSettlement(**each) for each in settlements],
        transfers=[Moved(**each) for each in transfers],
    )


async def _shares(
    tx: AsyncConnection, pool_id: UUID | None, legs: Sequence[LegFacts]
) -> dict[str, Any]:
    """What a point on the selection paid, where the bet is in a pool that was shared out."""
    if pool_id is None:
        return {}
    row = (await tx.execute(FIND_SHARES, {"pool_id": pool_id})).one_or_none()
    if row is None:
        return {}
    told = row.dividends.get(str(legs[0].selection_id))
    return {"refunded": row.refunded, "dividend": told and Fraction(told)}


def _leg(row: Mapping[Any, Any]) -> LegFacts:
    scores = None
    if row["document"] is not None:
        document = msgspec.convert(row["document"], ResultDocument, strict=False)
        scores = scores_written(document.all_scores)
    return LegFacts(
        **{name: row[name] for name in OF_LEG},
        score=scores,
        now=LegNow(**{name: row[name] for name in OF_NOW}),
    )
