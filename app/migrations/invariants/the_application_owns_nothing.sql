-- The application's roles own nothing, and only the platform's bypass row-level security.
-- What a connection keeps for itself while it works is gone with it.
select null::uuid as tenant_id, r.rolname::text as subject,
       case when r.rolsuper or (r.rolbypassrls and r.rolname = 'pointsbook_app') then 'may see all communities'
            else 'owns ' || c.oid::regclass end as detail
from pg_roles r
left join pg_class c on c.relowner = r.oid and c.relpersistence <> 't'
where r.rolname in ('pointsbook_app', 'pointsbook_platform')
  and (c.oid is not null or r.rolsuper or (r.rolbypassrls and r.rolname = 'pointsbook_app'))
