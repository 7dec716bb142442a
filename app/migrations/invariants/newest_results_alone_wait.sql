-- Of the results of an event one waits at most, the newest, as whoever entered it said it.
select r.tenant_id, 'ruling ' || r.id as subject,
       case when told.entered_by <> r.entered_by then 'is not by who entered the result'
            else 'waits, though there is a newer result' end as detail
from ruling r
join result told
    on (told.tenant_id, told.event_id, told.version) = (r.tenant_id, r.event_id, r.result_version)
where told.entered_by <> r.entered_by or r.state = 'pending' and exists (
    select from ruling newer
    where (newer.tenant_id, newer.event_id) = (r.tenant_id, r.event_id)
    and newer.result_version > r.result_version
)
