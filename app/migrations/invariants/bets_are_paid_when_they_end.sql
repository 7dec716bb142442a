-- An open bet has paid nothing; one that is over has paid its entry exactly its payout, corrections
-- taken off, which is the stake where it was taken back.  Debts are between the entry and the house.
select b.tenant_id, 'bet ' || b.id as subject,
       b.state || ' for ' || coalesce(b.payout, 0) || '; its entry got ' || coalesce(t.points, 0)
           as detail
from bet b
left join (
    select t.tenant_id, t.reference, own.owner,
           sum(case when t.credit_kind = 'balance' then t.points else -t.points end) as points
    from transfer t
    join account own on (own.tenant_id, own.id) = (t.tenant_id, t.kept_account)
    where t.kind in ('refund', 'cash_out', 'payout', 'correction') and own.kind = 'balance'
    group by t.tenant_id, t.reference, own.owner
) as t on (t.tenant_id, t.reference, t.owner) = (b.tenant_id, b.id, b.entry_id)
where coalesce(t.points, 0) <> coalesce(b.payout, 0)
   or (b.state = 'cancelled' and b.payout <> b.stake)
