-- What a selection offers is the newest of its prices, and carries its version.
select s.tenant_id, 'selection ' || s.id as subject,
       'offers ' || coalesce(s.odds::text, 'nothing') || ' as version ' || s.odds_version
           || '; its newest price is ' || coalesce(p.odds::text, 'nothing') || ' as version '
           || coalesce(p.version::text, 'none') as detail
from selection s
left join lateral (
    select version, odds from price
    where (price.tenant_id, price.selection_id) = (s.tenant_id, s.id)
    order by version desc limit 1
) as p on true
where p.version is distinct from s.odds_version or p.odds is distinct from s.odds
