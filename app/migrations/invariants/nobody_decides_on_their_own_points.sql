-- An admin agreed to points for an entry of their own, or used a voucher that they made.
select p.tenant_id, 'payment ' || p.id as subject,
       w.subject || ' decided on their own ' || p.points || ' points' as detail
from payment p
join entry e on (e.tenant_id, e.id) = (p.tenant_id, p.entry_id)
join player w on (w.tenant_id, w.id) = (e.tenant_id, e.player_id)
left join voucher v on (v.tenant_id, v.used_by_payment_id) = (p.tenant_id, p.id)
where (p.state = 'done' and w.subject in (p.decided_by, p.agreed_by)) or v.issued_by = w.subject
