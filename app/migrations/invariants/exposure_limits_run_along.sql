-- The liability of a limit is the sum of the exposure below its subject.
select l.tenant_id, 'exposure limit ' || l.id as subject,
       'runs at ' || l.liability || '; below its ' || l.level || ' there are '
           || coalesce(below.liability, 0) as detail
from exposure_limit l
left join lateral (
    select sum(x.liability) as liability
    from exposure x
    join selection s on (s.tenant_id, s.id) = (x.selection_tenant_id, x.selection_id)
    join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    where x.tenant_id = l.tenant_id
    and l.subject_id = case l.level
        when 'selection' then s.id when 'market' then m.id when 'event' then e.id
        when 'sport' then e.sport_id when 'competition' then x.competition_id end
) as below on true
where l.liability <> coalesce(below.liability, 0)
