-- Every table and partition with a tenant_id has row-level security enabled and forced, with a policy.
select null::uuid as tenant_id, c.oid::regclass::text as subject,
       'row-level security is not enabled, forced and given a policy' as detail
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
where c.relkind in ('r', 'p')
  and not (c.relrowsecurity and c.relforcerowsecurity
           and exists (select from pg_policy p where p.polrelid = c.oid))
