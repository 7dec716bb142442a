-- A grading says of each selection of its market what became of it, or of none: then all wait.
select g.tenant_id, 'grading ' || g.number || ' of market ' || g.market_id as subject,
       'decides ' || decided.selections || ' of ' || asked.selections || ' selections' as detail
from grading g
cross join lateral (
    select count(*) as selections from selection s
    where (s.tenant_id, s.market_id) = (g.tenant_id, g.market_id)
) as asked
cross join lateral (
    select count(*) as selections
    from selection s
    join outcome o on (o.tenant_id, o.selection_id) = (s.tenant_id, s.id)
    where (s.tenant_id, s.market_id, o.grading) = (g.tenant_id, g.market_id, g.number)
) as decided
where decided.selections not in (0, asked.selections)
