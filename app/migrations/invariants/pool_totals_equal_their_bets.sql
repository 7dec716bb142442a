-- What stands in a pool on a selection is the sum of its bets that were not taken back.
with staked as (
    select b.tenant_id, b.pool_id, l.selection_id, count(*) as bets, sum(b.stake) as staked
    from bet b
    join leg l on (l.tenant_id, l.bet_id) = (b.tenant_id, b.id)
    where b.pool_id is not null and b.state <> 'cancelled'
    group by b.tenant_id, b.pool_id, l.selection_id
)
select tenant_id, 'pool ' || pool_id as subject,
       'has ' || coalesce(t.staked, 0) || ' points of ' || coalesce(t.bets, 0)
           || ' bets on selection ' || selection_id || '; its bets are ' || coalesce(s.staked, 0)
           || ' points of ' || coalesce(s.bets, 0) as detail
from pool_total t
full join staked s using (tenant_id, pool_id, selection_id)
where coalesce(t.bets, 0) <> coalesce(s.bets, 0)
   or coalesce(t.staked, 0) <> coalesce(s.staked, 0)
