-- What a community offers an event at is what its newest change says.
select config.tenant_id, 'event ' || config.event_id as subject,
       'is offered at ' || config.odds_multiplier || '; the newest change says ' || newest.odds_multiplier as detail
from event_config config
cross join lateral (
    select change.odds_multiplier
    from event_config_change change
    where (change.tenant_id, change.event_tenant_id, change.event_id)
        = (config.tenant_id, config.event_tenant_id, config.event_id)
    order by change.version desc
    limit 1
) as newest
where newest.odds_multiplier <> config.odds_multiplier
