-- A pool's stakes are on selections of the pool's own market.
select p.tenant_id, 'pool ' || p.id as subject,
       'has stakes on selection ' || t.selection_id || ' of market ' || s.market_id as detail
from pool p
join pool_total t on (t.tenant_id, t.pool_id) = (p.tenant_id, p.id)
join selection s on (s.tenant_id, s.id) = (t.selection_tenant_id, t.selection_id)
where (s.tenant_id, s.market_id) <> (p.market_tenant_id, p.market_id)
