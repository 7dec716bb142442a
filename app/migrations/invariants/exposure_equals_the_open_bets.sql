-- Exposure is the sum over the legs of bets that wait for their end, each bet in full at every leg.
-- A stake in a pool costs nobody anything.
select coalesce(x.tenant_id, bets.tenant_id) as tenant_id,
       'exposure of selection ' || coalesce(x.selection_id, bets.selection_id) || ' in competition '
           || coalesce(x.competition_id, bets.competition_id) as subject,
       'says ' || coalesce(x.bets, 0) || ' bets, ' || coalesce(x.staked, 0) || ' staked, '
           || coalesce(x.liability, 0) || ' liable; they are ' || coalesce(bets.bets, 0) || ', '
           || coalesce(bets.staked, 0) || ', ' || coalesce(bets.liability, 0) as detail
from exposure x
full join (
    select b.tenant_id, b.competition_id, l.selection_tenant_id, l.selection_id,
           count(*) as bets, sum(b.stake) as staked, sum(b.potential_payout - b.stake) as liability
    from bet b
    join leg l on (l.tenant_id, l.bet_id) = (b.tenant_id, b.id)
    where b.state = 'accepted' and b.kind <> 'pool'
    group by b.tenant_id, b.competition_id, l.selection_tenant_id, l.selection_id
) as bets
    on (bets.tenant_id, bets.competition_id, bets.selection_tenant_id, bets.selection_id)
     = (x.tenant_id, x.competition_id, x.selection_tenant_id, x.selection_id)
where coalesce(x.bets, 0) <> coalesce(bets.bets, 0)
   or coalesce(x.staked, 0) <> coalesce(bets.staked, 0)
   or coalesce(x.liability, 0) <> coalesce(bets.liability, 0)
