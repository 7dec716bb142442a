-- A single or combo by fixed odds is what its legs make of it: its stake times their multipliers,
-- rounded down once, or still open.  While a ruling is on its way to the bets, some wait for it.
select b.tenant_id, 'bet ' || b.id as subject,
       'is ' || coalesce(b.result, b.state) || ' with ' || coalesce(b.payout::text, 'nothing')
           || '; its legs say ' || coalesce(due.result, 'open') || ' with '
           || coalesce(paid.payout::text, 'nothing') as detail
from bet b
join (
    select l.tenant_id, l.bet_id,
           bool_and(l.decided) as decided,
           bool_or(l.decided and l.win = 0 and l.push = 0) as lost,
           bool_and(l.decided and l.push = l.divisor) as void,
           product(l.win * l.paid_odds + l.push * 100000::numeric) as numerator,
           product(l.divisor * 100000::numeric) as denominator
    from leg_now l
    group by l.tenant_id, l.bet_id
) as line on (line.tenant_id, line.bet_id) = (b.tenant_id, b.id)
cross join lateral (
    select case when line.lost then 0
                when line.decided then div(b.stake * line.numerator, line.denominator) end as payout
) as paid
cross join lateral (
    select case when paid.payout is null then null
                when line.void then 'void'
                when paid.payout > b.stake then 'won'
                when paid.payout = b.stake then 'returned'
                when paid.payout > 0 then 'part_lost'
                else 'lost' end as result
) as due
where b.state in ('accepted', 'settled') and b.kind in ('single', 'combo') and not b.each_way
  and (paid.payout, due.result) is distinct from (b.payout, b.result)
  and not exists (select from settlement_run r
                  where r.tenant_id = b.tenant_id and r.state = 'running')
  and not exists (select from procrastinate_jobs j
                  where j.status in ('todo', 'doing') and j.task_name like 'settlement.%'
                  and j.args ->> 'tenant_id' = b.tenant_id::text)
