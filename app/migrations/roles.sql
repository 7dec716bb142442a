-- Run once per server by a superuser, before the first migration.  It may be run again.
-- The owner owns the tables; everybody else owns nothing.
do $$
declare
    wanted record;
begin
    for wanted in
        select * from (values
            ('pointsbook_owner', 'nobypassrls'),
            ('pointsbook_app', 'nobypassrls'),
            ('pointsbook_platform', 'bypassrls'),
            ('pointsbook_backup', 'bypassrls')
        ) as roles (name, attribute)
    loop
        if not exists (select from pg_roles where rolname = wanted.name) then
            execute format('create role %I', wanted.name);
        end if;
        execute format('alter role %I login nosuperuser nocreatedb nocreaterole %s', wanted.name, wanted.attribute);
    end loop;
end
$$;
grant pg_read_all_data to pointsbook_backup;
