-- Whatever nobody wins is carried from pool to pool, and never back to one it came from.
with recursive following as (
    select tenant_id, id as begun, next_pool_id as pool_id, 1 as steps
    from pool
    where next_pool_id is not null
    union all
    select f.tenant_id, f.begun, p.next_pool_id, f.steps + 1
    from following f
    join pool p on (p.tenant_id, p.id) = (f.tenant_id, f.pool_id)
    where p.next_pool_id is not null and f.pool_id <> f.begun and f.steps < 1000
)
select distinct tenant_id, 'pool ' || begun as subject, 'leads back to itself' as detail
from following
where pool_id = begun
