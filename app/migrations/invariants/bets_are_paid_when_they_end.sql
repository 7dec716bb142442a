-- An open bet has paid nothing; one that its player ended has paid its entry exactly its payout,
-- which is the stake where it was taken back.
select b.tenant_id, 'bet ' || b.id as subject,
       b.state || ' for ' || coalesce(b.payout, 0) || '; its entry got ' || coalesce(t.points, 0)
           as detail
from bet b
left join (
    select t.tenant_id, t.reference, credit.owner, sum(t.points) as points
    from transfer t
    join account credit on (credit.tenant_id, credit.id) = (t.tenant_id, t.credit_account)
    where t.kind in ('refund', 'cash_out', 'payout') and t.credit_kind = 'balance'
    group by t.tenant_id, t.reference, credit.owner
) as t on (t.tenant_id, t.reference, t.owner) = (b.tenant_id, b.id, b.entry_id)
where b.state <> 'settled'
  and (coalesce(t.points, 0) <> coalesce(b.payout, 0)
       or (b.state = 'cancelled' and b.payout <> b.stake))
