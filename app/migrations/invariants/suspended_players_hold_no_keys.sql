-- A suspension ends every key of its player.
select k.tenant_id, 'api_key ' || k.id as subject, 'it is good, but its player is suspended' as detail
from api_key k
join player p on (p.tenant_id, p.id) = (k.tenant_id, k.player_id)
where p.suspended_at is not null and k.revoked_at is null
