-- A competition's escrow holds the stakes of its open bets, what came into its pools and has not
-- been shared out, and what was carried over to those that are open.
with newest as (
    select distinct on (tenant_id, pool_id) * from pool_settlement
    order by tenant_id, pool_id, number desc
)
select c.tenant_id, 'competition ' || c.id as subject,
       'its escrow holds ' || held.points || '; open stakes are ' || staked.points as detail
from competition c
join account a on (a.tenant_id, a.owner, a.kind) = (c.tenant_id, c.id, 'escrow')
cross join lateral (
    select coalesce(sum(case when t.credit_account = a.id then t.points else -t.points end), 0)
        as points
    from transfer t
    where t.tenant_id = a.tenant_id and a.id in (t.credit_account, t.debit_account)
) as held
cross join lateral (
    select coalesce((select sum(case when b.pool_id is not null
                                     then b.stake - coalesce(b.payout, 0)
                                     when b.state = 'accepted' then b.stake end)
                     from bet b
                     where (b.tenant_id, b.competition_id) = (c.tenant_id, c.id)), 0)
         + coalesce((select sum(p.carried_in + coalesce(
                         n.top_up - n.takeout - n.breakage - n.carried_out, 0))
                     from pool p
                     left join newest n on (n.tenant_id, n.pool_id) = (p.tenant_id, p.id)
                     where (p.tenant_id, p.competition_id) = (c.tenant_id, c.id)), 0) as points
) as staked
where held.points <> staked.points
