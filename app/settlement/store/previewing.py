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

# `leg_now` with what would be in force in the place of what is.  Of bets that PostgreSQL does not
# work out, `payout` stays what it is.
WOULD_BE = """
    with would as materialized (
        select * from jsonb_to_recordset(:outcomes)
            as o (selection_id uuid, win bigint, push bigint, divisor bigint)
    ), corrected as materialized (
        select * from jsonb_to_recordset(:prices)
            as p (selection_id uuid, odds_version bigint, odds bigint)
    ), concerned as materialized (
        select distinct tenant_id, bet_id from leg where market_id = any (:markets)
    ), legs as (
        select b.tenant_id, b.id, b.competition_id, b.entry_id, b.stake, b.payout as before,
               b.kind in ('single', 'combo') and not b.each_way as worked_out,
               n.market_id = any (:markets) as graded, w.selection_id is not null as known,
               case when n.market_id = any (:markets)
                    then n.void_because = 'postponed' or b.accepted_at >= :true_start_at
                    else n.void_because is not null end is true as void,
               n.decided, n.win, n.push, n.divisor,
               w.win as new_win, w.push as new_push, w.divisor as new_divisor,
               case when c.odds is null then n.paid_odds else 100000 + (
                   greatest(1001, 1000 + (c.odds - 1000) * coalesce(x.odds_multiplier, 1000) / 1000)
                   - 1000) * (100 - n.deduction) end as paid_odds
        from concerned
        join bet b on (b.tenant_id, b.id) = (concerned.tenant_id, concerned.bet_id)
        join leg_now n on (n.tenant_id, n.bet_id) = (b.tenant_id, b.id)
        left join would w on w.selection_id = n.selection_id
        left join leg l on (l.tenant_id, l.bet_id, l.number) = (n.tenant_id, n.bet_id, n.number)
            and exists (select from corrected)
        left join corrected c
            on (c.selection_id, c.odds_version) = (l.selection_id, l.odds_version)
        left join event_config_change x
            on (x.tenant_id, x.event_id, x.version)
             = (l.tenant_id, l.event_id, l.multiplier_version)
        where b.state in ('accepted', 'settled')
    ), ended as (
        select *,
               void or case when graded then known else decided end as over,
               case when void then 0 when graded then new_win else win end as won,
               case when void then 1 when graded then new_push else push end as pushed,
               case when void then 1 when graded then new_divisor else divisor end as of
        from legs
    ), would_be as materialized (
        select tenant_id, id, competition_id, entry_id, stake, before, worked_out,
               case when not worked_out then before
                    when bool_or(over and won = 0 and pushed = 0) then 0
                    when bool_and(over) then div(
                        stake * product((won * paid_odds + pushed * 100000)::numeric),
                        product((of * 100000)::numeric))
               end::bigint as after
        from ended
        group by tenant_id, id, competition_id, entry_id, stake, before, worked_out
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
        {"selection_id": selection_id, **msgspec.to_builtins(each.win)}
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
