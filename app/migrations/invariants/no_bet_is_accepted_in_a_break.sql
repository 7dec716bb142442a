-- A bet was accepted while its player was taking a time-out or had excluded themselves.
select b.tenant_id, 'bet ' || b.id as subject,
       'accepted at ' || b.accepted_at || ' within a break from ' || x.starts_at || ' to '
       || x.ends_at as detail
from exclusion x
join bet b on (b.tenant_id, b.player_id) = (x.tenant_id, x.player_id)
where b.accepted_at >= x.starts_at and b.accepted_at < x.ends_at
