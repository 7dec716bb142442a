-- Whoever's bets a finished run brought into line has one message of it.
select r.tenant_id, 'run ' || r.id as subject,
       'told player ' || e.player_id || ' ' || count(distinct o.id) || ' times' as detail
from settlement_run r
join settlement_run moved on (moved.tenant_id, moved.counts_with) = (r.tenant_id, r.id)
join settlement s on (s.tenant_id, s.run_id) = (moved.tenant_id, moved.id)
join entry e on (e.tenant_id, e.id) = (s.tenant_id, s.entry_id)
left join outbox_message o
    on o.tenant_id = r.tenant_id and o.recipient = e.player_id
    and o.body ->> 'run_id' = r.id::text
-- Messages are forgotten after a year.
where r.state = 'finished' and r.finished_at > clock_timestamp() - interval '300 days'
group by r.tenant_id, r.id, e.player_id
having count(distinct o.id) <> 1
