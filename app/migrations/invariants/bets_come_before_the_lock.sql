-- Whatever a bet is on was still open when it was accepted.
select l.tenant_id, 'bet ' || l.bet_id as subject,
       'accepted at ' || b.accepted_at || '; leg ' || l.number || ' locked at ' || l.locks_at
           as detail
from leg l
join bet b on (b.tenant_id, b.id) = (l.tenant_id, l.bet_id)
where b.accepted_at >= l.locks_at
