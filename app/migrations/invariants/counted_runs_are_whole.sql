-- What counts in standings is finished, with the run that it counts with: nobody sees half of one.
select c.tenant_id, 'run ' || c.run_id as subject,
       'counts in competition ' || c.competition_id || ' and is not through' as detail
from counted_run c
join settlement_run r on (r.tenant_id, r.id) = (c.tenant_id, c.run_id)
join settlement_run whole on (whole.tenant_id, whole.id) = (r.tenant_id, r.counts_with)
where r.state = 'running' or whole.state <> 'finished'
