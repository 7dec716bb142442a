-- A stored balance is the sum of its transfers, and its sequence their number; no other account stores one.
select a.tenant_id, 'account ' || a.id as subject,
       'stores ' || a.balance || ' after ' || a.sequence || ' transfers; they are '
           || coalesce(moved.points, 0) || ' after ' || coalesce(moved.transfers, 0) as detail
from account a
left join (
    select t.tenant_id, t.kept_account, count(*) as transfers,
           sum(case when t.kept_account = t.credit_account then t.points else -t.points end) as points
    from transfer t
    where t.kept_account is not null
    group by t.tenant_id, t.kept_account
) as moved on (moved.tenant_id, moved.kept_account) = (a.tenant_id, a.id)
where a.balance <> coalesce(moved.points, 0) or a.sequence <> coalesce(moved.transfers, 0)
