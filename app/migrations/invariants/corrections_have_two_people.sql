-- Whoever enters a correction does not put it in force, nor a void or other prices where there are
-- bets.
select r.tenant_id, 'ruling ' || r.id as subject,
       'a ' || r.kind || ' of ' || r.entered_by || ', who confirmed it alone' as detail
from ruling r
where r.state = 'confirmed' and r.decided_by = r.entered_by and (
    exists (
        select from ruling before
        where (before.tenant_id, before.event_id) = (r.tenant_id, r.event_id)
        and before.market_id is not distinct from r.market_id and before.state = 'confirmed'
        and before.id <> r.id and before.decided_at < r.decided_at
    ) or exists (
        select from grading g
        where (g.tenant_id, g.market_id) = (r.tenant_id, r.market_id) and g.at < r.decided_at
    ) or r.kind in ('void', 'prices') and exists (
        select from leg l
        join bet b on (b.tenant_id, b.id) = (l.tenant_id, l.bet_id)
        where l.market_id = r.market_id and b.accepted_at < r.decided_at and b.state <> 'cancelled'
    )
)
