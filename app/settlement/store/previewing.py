"""What bets would become, worked out by PostgreSQL in one reading, and nothing written."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from app.settlement.rules.grading import Grading
from app.settlement.rules.previews import WINNERS_SHOWN, Effect, Exposed, Winner
from app.settlement.rules.rulings import CorrectedPrice

# What `leg_now` says, with what would be in force in the place of what is.  Legs on the markets in
# question are read by themselves, and fenced off from those of combos elsewhere: a community's rows
# look fewer to the planner than they are.  `payout` of what is not worked out stays what it is.
WOULD_BE = """
    with would as materialized (
        select * from jsonb_to_recordset(:outcomes)
            as o (selection_id uuid, market_id uuid, rule_4 boolean, win bigint, push bigint,
                  divisor bigint)
    ), corrected as materialized (
        select * from jsonb_to_recordset(:prices)
            as p (selection_id uuid, odds_version bigint, odds bigint)
    ), here as materialized (
        select b.tenant_id, b.id, b.competition_id, b.entry_id, b.kind, b.each_way, b.stake,
               b.payout, b.accepted_at, l.event_id, l.selection_id, l.odds, l.odds_version,
               l.multiplier_version
        from leg l
        join bet b on b.id = l.bet_id and b.tenant_id = l.tenant_id
        where l.market_id = any (:markets) and b.state in ('accepted', 'settled')
    ), elsewhere as materialized (
        select c.id, n.*
        from (select distinct tenant_id, id from here where kind = 'combo') as c
        cross join lateral (
            select decided, win, push, divisor, paid_odds from leg_now
            where bet_id = c.id and tenant_id = c.tenant_id and market_id <> all (:markets)
            offset 0
        ) as n
    ), priced as (
        select h.*, w.selection_id is not null as known, w.win, w.push, w.divisor,
               v.event_id is not null or h.accepted_at >= :true_start_at is true as void,
               case when coalesce(c.odds, p.odds) is null then h.odds else
                   greatest(1001, 1000 + (coalesce(c.odds, p.odds) - 1000)
                                         * coalesce(x.odds_multiplier, 1000) / 1000)
               end as right_odds,
               case when w.rule_4 then (
                   select least(90, coalesce(sum(s.deduction), 0))::bigint from selection s
                   where s.market_id = w.market_id and s.withdrawn_at > h.accepted_at
               ) else 0 end as deduction
        from here h
        left join would w on w.selection_id = h.selection_id
        left join corrected c
            on c.selection_id = h.selection_id and c.odds_version = h.odds_version
        left join price_correction p
            on p.selection_id = h.selection_id and p.odds_version = h.odds_version
        left join event_config_change x
            on x.event_id = h.event_id and x.version = h.multiplier_version
            and x.tenant_id = h.tenant_id
        left join event_void v
            on v.event_id = h.event_id and v.competition_id = h.competition_id and v.void
    ), legs as (
        select id, tenant_id, competition_id, entry_id, kind, each_way, stake, payout as before,
               void or known as over, case when void then 0 else win end as win,
               case when void then 1 else push end as push,
               case when void then 1 else divisor end as divisor,
               100000 + (right_odds - 1000) * (100 - deduction) as paid_odds
        from priced
    ), singles as (
        select tenant_id, id, competition_id, entry_id, stake, before, not each_way as worked_out,
               case when each_way then before
                    when over then div(stake::numeric * (win * paid_odds + push * 100000),
                                       divisor * 100000)
               end::bigint as after
        from legs where kind = 'single'
    ), ended as (
        select id, bool_or(over and win = 0 and push = 0) as lost, bool_and(over) as over,
               product((win * paid_odds + push * 100000)::numeric) as parts,
               product((divisor * 100000)::numeric) as whole
        from (
            select id, over, win, push, divisor, paid_odds from legs where kind = 'combo'
            union all
            select id, decided, win, push, divisor, paid_odds from elsewhere
        ) as of_combos
        group by id
    ), others as (
        select distinct on (id) tenant_id, id, competition_id, entry_id, stake, before,
               kind = 'combo' and not each_way as worked_out
        from legs where kind <> 'single' order by id
    ), would_be as materialized (
        select * from singles
        union all
        select o.*, case when not worked_out then before
                         when e.lost then 0
                         when e.over then div(stake * e.parts, e.whole) end::bigint
        from others o left join ended e on e.id = o.id
    )
"""

EFFECTS = text(
    f"""
    {WOULD_BE}, effects as (
        select w.competition_id, c.name, count(*) as bets,
               count(*) filter (where before is null and after is not null) as ended,
               count(*) filter (where before is not null and after is distinct from before)
                   as corrected,
               count(*) filter (where not worked_out) as not_worked_out,
               coalesce(sum(greatest(coalesce(after, 0) - coalesce(before, 0), 0)), 0) as to_pay,
               coalesce(sum(greatest(coalesce(before, 0) - coalesce(after, 0), 0)), 0)
                   as to_take_back,
               coalesce(sum(greatest(after - stake, 0)) filter (where before is null), 0)
                   as beyond_stakes,
               (
                   select coalesce(sum(e.liability), 0)
                   from exposure e join would on would.selection_id = e.selection_id
                   where (e.tenant_id, e.competition_id) = (w.tenant_id, w.competition_id)
                   and would.win > 0
               ) as liability
        from would_be w
        join competition c on (c.tenant_id, c.id) = (w.tenant_id, w.competition_id)
        group by w.tenant_id, w.competition_id, c.name
    ), winners as (
        select w.competition_id, w.entry_id, p.display_name as player, w.id as bet_id, w.stake,
               w.after as payout
        from would_be w
        join entry n on (n.tenant_id, n.id) = (w.tenant_id, w.entry_id)
        join player p on (p.tenant_id, p.id) = (n.tenant_id, n.player_id)
        where w.after > w.stake
        order by w.after - w.stake desc, w.id
        limit {WINNERS_SHOWN}
    )
    select coalesce((select jsonb_agg(effects order by name, competition_id) from effects), '[]')
               as effects,
           coalesce((select jsonb_agg(winners order by payout - stake desc, bet_id) from winners),
                    '[]') as winners
    """  # noqa: S608 - our own words
).bindparams(
    bindparam("outcomes", type_=JSONB),
    bindparam("prices", type_=JSONB),
    bindparam("markets", type_=ARRAY(Uuid)),
)

EXPOSED = text(
    """
    select selection_id, sum(bets)::bigint as bets, sum(staked)::bigint as staked,
           sum(liability)::bigint as liability
    from exposure where selection_id = any (:selections)
    group by selection_id
    """
).bindparams(bindparam("selections", type_=ARRAY(Uuid)))


async def work_out(
    tx: AsyncConnection,
    graded: Sequence[Grading],
    *,
    prices: Sequence[CorrectedPrice],
    true_start_at: datetime | None,
) -> tuple[tuple[Effect, ...], tuple[Winner, ...]]:
    """What each competition pays or takes back, and who wins most."""
    outcomes = [
        {
            "selection_id": selection_id,
            "market_id": grading.market.id,
            "rule_4": grading.market.terms.rule_4,
            **msgspec.to_builtins(each.win),
        }
        for grading in graded
        for selection_id, each in grading.outcomes.items()
    ]
    asked = {
        "outcomes": msgspec.to_builtins(outcomes),
        "prices": msgspec.to_builtins(list(prices)),
        "markets": [grading.market.id for grading in graded],
        "true_start_at": true_start_at,
    }
    found = (await tx.execute(EFFECTS, asked)).one()
    return (
        msgspec.convert(found.effects, tuple[Effect, ...]),
        msgspec.convert(found.winners, tuple[Winner, ...]),
    )


async def find_exposed(tx: AsyncConnection, selection_ids: Sequence[UUID]) -> dict[UUID, Exposed]:
    found = await tx.execute(EXPOSED, {"selections": list(selection_ids)})
    return {
        row.selection_id: Exposed(bets=row.bets, staked=row.staked, liability=row.liability)
        for row in found
    }
