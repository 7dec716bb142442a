-- No job is doing for over a minute without a worker that lives: the sweep must have freed it.
select (j.args ->> 'tenant_id')::uuid as tenant_id, 'job ' || j.id as subject,
       'it is doing, and for over a minute no worker has' as detail
from procrastinate_jobs j
left join procrastinate_workers w on w.id = j.worker_id
where j.status = 'doing'
  and coalesce(w.last_heartbeat, '-infinity') < clock_timestamp() - interval '1 minute'
  and not exists (
      select from procrastinate_events e
      where e.job_id = j.id and e.type = 'started' and e.at > clock_timestamp() - interval '1 minute'
  )
