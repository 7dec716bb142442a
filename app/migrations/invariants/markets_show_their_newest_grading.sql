-- The gradings of a market are counted from 1 without a gap, and the newest one is in force.
select m.tenant_id, 'market ' || m.id as subject,
       'is at grading ' || m.grading || '; it has ' || count(g.number) || ', up to '
           || coalesce(max(g.number), 0) as detail
from market m
left join grading g on (g.tenant_id, g.market_id) = (m.tenant_id, m.id)
group by m.tenant_id, m.id, m.grading
having m.grading <> coalesce(max(g.number), 0) or m.grading <> count(g.number)
