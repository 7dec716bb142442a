-- A limit was raised or removed, and counted before its player had a day to think again.
select l.tenant_id, 'player_limit ' || l.id as subject,
       l.kind || ' a ' || l.period || ' went from ' || before.amount || ' to '
       || coalesce(l.amount::text, 'none') || ' within '
       || (l.in_force_at - l.created_at) as detail
from player_limit l
cross join lateral (
    select e.amount from player_limit e
    where e.tenant_id = l.tenant_id and e.player_id = l.player_id
      and e.kind = l.kind and e.period = l.period
      and (e.created_at, e.id) < (l.created_at, l.id) and e.in_force_at <= l.created_at
    order by e.created_at desc, e.id desc
    limit 1
) as before
where (l.amount is null or l.amount > before.amount)
  and l.in_force_at < l.created_at + interval '24 hours'
