-- No version of a result is missing: a correction follows what it corrects.
select tenant_id, 'event ' || event_id as subject,
       'has ' || count(*) || ' results, the newest is version ' || max(version) as detail
from result
group by tenant_id, event_id
having count(*) <> max(version)
