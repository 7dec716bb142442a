-- Once a bonus question is settled, right answers have its points, and the others none of them; and
-- what counts as right is what was last confirmed.
select q.tenant_id, 'bonus question ' || q.id as subject,
       'entry ' || a.entry_id || ' earned ' || coalesce(s.points::text, 'none') as detail
from bonus_question q
join lateral (
    select r.state from settlement_run r
    where (r.tenant_id, r.question_id) = (q.tenant_id, q.id)
    order by r.created_at desc
    limit 1
) as run on run.state = 'finished'
join bonus_answer a on (a.tenant_id, a.question_id) = (q.tenant_id, q.id)
left join lateral (
    select points from score s
    where (s.tenant_id, s.subject_id, s.entry_id) = (a.tenant_id, q.id, a.entry_id)
    order by s.number desc
    limit 1
) as s on true
where s.points is distinct from case when a.answer = any (q.answers) then q.points else 0 end
union all
select q.tenant_id, 'bonus question ' || q.id,
       'has ' || coalesce(array_to_string(q.answers, ', '), 'none') || ' right instead of '
           || array_to_string(d.answers, ', ')
from bonus_question q
join lateral (
    select answers from bonus_decision d
    where (d.tenant_id, d.question_id) = (q.tenant_id, q.id) and d.state = 'confirmed'
    order by d.decided_at desc
    limit 1
) as d on d.answers <> coalesce(q.answers, '{}')
