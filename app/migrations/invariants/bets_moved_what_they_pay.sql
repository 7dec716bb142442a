-- What its transfers gave the entry of a bet, beyond its stake, is the payout; an open bet gave none.
-- Debts are between the entry and the house.
select b.tenant_id, 'bet ' || b.id as subject,
       'pays ' || coalesce(b.payout, 0) || '; its transfers came to ' || coalesce(moved.points, 0)
           as detail
from bet b
left join (
    select t.tenant_id, t.reference,
           sum(case when t.credit_kind = 'balance' then t.points else -t.points end) as points
    from transfer t
    where t.kind in ('payout', 'correction', 'refund', 'cash_out')
      and 'balance' in (t.debit_kind, t.credit_kind)
    group by t.tenant_id, t.reference
) as moved on (moved.tenant_id, moved.reference) = (b.tenant_id, b.id)
where coalesce(moved.points, 0) <> coalesce(b.payout, 0)
