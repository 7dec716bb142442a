-- No key, sequence or identity of four bytes: one of those once stopped a payments company.
select null::uuid as tenant_id, s.seqrelid::regclass::text as subject, 'the sequence has fewer than eight bytes' as detail
from pg_sequence s
join pg_class c on c.oid = s.seqrelid
where s.seqtypid <> 'bigint'::regtype and c.relname not like 'procrastinate%'
union all
select null, k.conrelid::regclass::text, k.conname || ' contains a number of four bytes'
from pg_constraint k
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
join pg_class c on c.oid = k.conrelid and c.relname not like 'procrastinate%'
    and c.relnamespace = 'public'::regnamespace
where k.contype in ('p', 'f') and a.atttypid in ('integer'::regtype, 'smallint'::regtype)
