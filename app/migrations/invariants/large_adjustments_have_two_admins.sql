-- An adjustment above the threshold was approved by somebody else than asked for it.
select tenant_id, 'adjustment ' || id as subject,
       points || ' points were moved by ' || requested_by || ' alone' as detail
from adjustment
where state = 'done' and abs(points) > threshold
  and (decided_by is null or decided_by = requested_by)
