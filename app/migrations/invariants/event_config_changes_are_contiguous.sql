-- Each version of a community's odds multiplier is kept, from the first to the one in force.
select config.tenant_id, 'event ' || config.event_id as subject,
       'has versions ' || coalesce(kept.versions::text, 'of nothing') || '; the multiplier is version ' || config.version
           as detail
from event_config config
left join lateral (
    select array_agg(change.version order by change.version) as versions
    from event_config_change change
    where (change.tenant_id, change.event_tenant_id, change.event_id)
        = (config.tenant_id, config.event_tenant_id, config.event_id)
) as kept on true
where kept.versions is distinct from (select array_agg(version) from generate_series(1, config.version) as version)
