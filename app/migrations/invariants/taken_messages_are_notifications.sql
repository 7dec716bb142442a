-- Whatever was taken out of the outbox is a notification of whom it was written to.
select o.tenant_id, 'message ' || o.id as subject, 'was taken, and its player was not told' as detail
from outbox_message o
join player p on (p.tenant_id, p.id) = (o.tenant_id, o.recipient)
left join notification n on (n.tenant_id, n.id, n.player_id) = (o.tenant_id, o.id, o.recipient)
-- Notifications are forgotten before the messages that they come from.
where o.relayed_at > clock_timestamp() - interval '150 days' and n.id is null
