-- A payment that is done moved no points, or points moved for one that is not done.
select p.tenant_id, 'payment ' || p.id as subject,
       'is ' || p.state || ', and ' || count(t.id) || ' transfers moved '
       || coalesce(sum(t.points), 0) || ' of ' || p.points || ' points' as detail
from payment p
left join transfer t on t.tenant_id = p.tenant_id and t.key = 'payment:' || p.id
group by p.tenant_id, p.id, p.state, p.points
having (p.state = 'done') <> (count(t.id) = 1) or coalesce(sum(t.points), p.points) <> p.points
