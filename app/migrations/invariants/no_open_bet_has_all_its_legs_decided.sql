-- A bet whose last leg was decided over a minute ago is settled, unless a run is on its way to it
-- or waits for a worker.
select b.tenant_id, 'bet ' || b.id as subject,
       'waits, though its last leg was decided at ' || max(g.at) as detail
from bet b
join leg_now l on (l.tenant_id, l.bet_id) = (b.tenant_id, b.id)
left join grading g
    on (g.tenant_id, g.market_id, g.number) = (l.selection_tenant_id, l.market_id, l.grading)
where b.state = 'accepted'
  and not exists (select from settlement_run r
                  where r.tenant_id = b.tenant_id and r.state = 'running')
  and not exists (select from procrastinate_jobs j
                  where j.status in ('todo', 'doing') and j.task_name like 'settlement.%'
                  and j.args ->> 'tenant_id' = b.tenant_id::text)
group by b.tenant_id, b.id
having bool_and(l.decided)
   and coalesce(max(g.at), '-infinity') < clock_timestamp() - interval '1 minute'
