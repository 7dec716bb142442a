-- Each adjustment that is done moved its points once, those undecided or refused moved none, and none moved unasked.
select tenant_id, 'adjustment ' || id as subject,
       'is ' || coalesce(j.state, 'unknown') || ' over ' || coalesce(j.points, 0)
           || '; its transfers moved ' || coalesce(moved.points, 0) as detail
from adjustment j
full join (
    select t.tenant_id, t.reference as id,
           sum(case when t.credit_kind = 'balance' then t.points else -t.points end) as points
    from transfer t
    where t.kind = 'adjustment'
    group by t.tenant_id, t.reference
) as moved using (tenant_id, id)
where coalesce(moved.points, 0) <> case when j.state = 'done' then j.points else 0 end
