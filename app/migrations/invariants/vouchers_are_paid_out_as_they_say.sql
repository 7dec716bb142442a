-- A voucher was used for other points than it is worth, in another competition, or too late.
select v.tenant_id, 'voucher ' || v.id as subject,
       'is worth ' || v.points || ' until ' || v.expires_at || '; ' || p.points
       || ' were granted at ' || p.created_at as detail
from voucher v
join payment p on (p.tenant_id, p.id) = (v.tenant_id, v.used_by_payment_id)
join entry e on (e.tenant_id, e.id) = (p.tenant_id, p.entry_id)
where p.provider <> 'voucher' or p.state <> 'done' or p.points <> v.points
   or e.competition_id <> v.competition_id or p.decided_at >= v.expires_at
