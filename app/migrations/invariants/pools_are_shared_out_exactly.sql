-- What a pool pays is what was shared out, and its state says whether it was.  While a run goes on
-- in its community, some of its bets wait.
with newest as (
    select distinct on (tenant_id, pool_id) * from pool_settlement
    order by tenant_id, pool_id, number desc
)
select p.tenant_id, 'pool ' || p.id as subject,
       'is ' || p.state || ' and shared out ' || coalesce(n.paid, 0) || ' of '
           || coalesce(n.stakes, 0) || '; its bets have ' || bets.paid || ' of ' || bets.stakes
           as detail
from pool p
left join newest n on (n.tenant_id, n.pool_id) = (p.tenant_id, p.id)
cross join lateral (
    select coalesce(sum(b.payout) filter (where b.state = 'settled' and b.result <> 'void'), 0)
               as paid,
           coalesce(sum(b.stake) filter (where b.state = 'settled' and b.result <> 'void'), 0)
               as stakes
    from bet b
    where (b.tenant_id, b.pool_id) = (p.tenant_id, p.id)
) as bets
where (bets.paid, bets.stakes) is distinct from (coalesce(n.paid, 0), coalesce(n.stakes, 0))
  and not exists (select from settlement_run r
                  where r.tenant_id = p.tenant_id and r.state = 'running')
