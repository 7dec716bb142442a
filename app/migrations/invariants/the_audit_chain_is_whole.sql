-- Every row follows the one before it, from the last exported head on; `pointsbook audit verify` walks all of it.
with exported as (
    select t.id as tenant_id, coalesce(c.seq, 0) as seq,
           coalesce(c.hash, decode(repeat('00', 32), 'hex')) as hash
    from tenant t
    left join lateral (
        select c.seq, c.hash from audit_checkpoint c where c.tenant_id = t.id order by c.seq desc limit 1
    ) c on true
),
since as (
    select a.*, lag(a.seq, 1, e.seq) over chain as seq_before, lag(a.hash, 1, e.hash) over chain as hash_before
    from exported e
    join audit a on a.tenant_id = e.tenant_id and a.seq > e.seq
    window chain as (partition by a.tenant_id order by a.seq)
),
last_row as (
    select e.tenant_id, coalesce(s.seq, e.seq) as seq, coalesce(s.hash, e.hash) as hash
    from exported e
    left join lateral (
        select s.seq, s.hash from since s where s.tenant_id = e.tenant_id order by s.seq desc limit 1
    ) s on true
)
select tenant_id, 'audit ' || seq as subject, 'it does not follow the row before it' as detail
from since where seq <> seq_before + 1 or previous_hash <> hash_before
union all
select tenant_id, 'audit ' || seq, 'its record does not have its hash'
from since where hash <> sha256(previous_hash || convert_to(record, 'UTF8'))
union all
select tenant_id, 'audit ' || seq, 'its columns do not say what its record says'
from since
where (tenant_id::text, seq::text, action,
       replace(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000Z', 'Z'))
      is distinct from
      (record::json ->> 'tenant_id', record::json ->> 'seq', record::json -> 'act' ->> 'action', record::json ->> 'at')
union all
select e.tenant_id, 'audit ' || e.seq, 'its hash is not the one that was exported'
from exported e
where e.seq > 0
  and not exists (
      select from audit a where a.tenant_id = e.tenant_id and a.seq = e.seq and a.hash = e.hash
  )
union all
select l.tenant_id, 'audit ' || l.seq, 'the head is not this row'
from last_row l
left join audit_head h on h.tenant_id = l.tenant_id
where (coalesce(h.seq, 0), coalesce(h.hash, decode(repeat('00', 32), 'hex'))) is distinct from (l.seq, l.hash)
