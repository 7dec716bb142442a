-- No index is invalid and no constraint unvalidated: both would lie quietly.
select null::uuid as tenant_id, i.indexrelid::regclass::text as subject, 'the index is invalid' as detail
from pg_index i where not i.indisvalid or not i.indisready
union all
select null, k.conrelid::regclass::text, k.conname || ' is not validated'
from pg_constraint k where not k.convalidated
