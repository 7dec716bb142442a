-- A bet was accepted from a person who is excluded from the whole platform.
select b.tenant_id, 'bet ' || b.id as subject,
       'accepted at ' || b.accepted_at || ' within an exclusion from ' || x.starts_at || ' to '
       || x.ends_at as detail
from platform_exclusion x
join player p on p.subject = x.subject
join bet b on (b.tenant_id, b.player_id) = (p.tenant_id, p.id)
where b.accepted_at >= x.starts_at and b.accepted_at < x.ends_at
