-- A roll-up is the sum of its account's transfers up to the community's horizon, and none is missing.
select moved.tenant_id, 'account ' || moved.account_id as subject,
       'is rolled up to ' || coalesce(rolled.balance::text, 'nothing') || '; its transfers are ' || moved.points as detail
from (
    select t.tenant_id, side.account_id, sum(side.points) as points
    from (select r.tenant_id, max(r.horizon) as horizon from account_rollup r group by r.tenant_id) as newest
    join transfer t on t.tenant_id = newest.tenant_id and t.xid < newest.horizon
    cross join lateral (values
        (t.debit_account, t.debit_kind, -t.points),
        (t.credit_account, t.credit_kind, t.points)
    ) as side (account_id, kind, points)
    where side.kind not in ('balance', 'debt')
    group by t.tenant_id, side.account_id
) as moved
left join account_rollup rolled
    on (rolled.tenant_id, rolled.account_id) = (moved.tenant_id, moved.account_id)
where rolled.balance is distinct from moved.points
