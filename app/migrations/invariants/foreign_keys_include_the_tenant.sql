-- A row never points at another community's row: keys between tables with a tenant_id carry it.
select null::uuid as tenant_id, k.conrelid::regclass::text as subject, k.conname || ' leaves out the tenant' as detail
from pg_constraint k
where k.contype = 'f'
  and exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attname = 'tenant_id')
  and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'tenant_id')
  and not exists (
      select from unnest(k.conkey) as own (number)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = own.number
      where a.attname like '%tenant_id'
  )
