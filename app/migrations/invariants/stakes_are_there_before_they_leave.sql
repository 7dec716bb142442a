-- Nothing leaves escrow, takeout or breakage that did not go in.
select a.tenant_id, 'account ' || a.id as subject,
       'the ' || a.kind || ' comes to ' || sum(moved.points) as detail
from account a
join (
    select t.tenant_id, t.debit_account as account_id, -t.points as points
    from transfer t where t.debit_kind in ('escrow', 'takeout', 'breakage')
    union all
    select t.tenant_id, t.credit_account, t.points
    from transfer t where t.credit_kind in ('escrow', 'takeout', 'breakage')
) as moved on (moved.tenant_id, moved.account_id) = (a.tenant_id, a.id)
group by a.tenant_id, a.id, a.kind
having sum(moved.points) < 0
