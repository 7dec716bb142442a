-- A leg's odds are the price that it names, by the community's multiplier of the version it names; a stake in a pool has none.
select l.tenant_id, 'bet ' || l.bet_id as subject,
       'leg ' || l.number || ' has odds ' || coalesce(l.odds::text, 'none') || '; on offer were '
           || coalesce(offered.odds::text, 'none') as detail
from leg l
join bet b on (b.tenant_id, b.id) = (l.tenant_id, l.bet_id)
left join price p
    on (p.tenant_id, p.selection_id, p.version)
        = (l.selection_tenant_id, l.selection_id, l.odds_version)
left join event_config_change c
    on (c.tenant_id, c.event_id, c.version) = (l.tenant_id, l.event_id, l.multiplier_version)
cross join lateral (
    select case when b.kind <> 'pool' then least(1000000, greatest(1001, 1000
        + (p.odds - 1000) * case l.multiplier_version when 0 then 1000 else c.odds_multiplier end
            / 1000)) end as odds
) as offered
where l.odds is distinct from offered.odds
   or p.selection_id is null
