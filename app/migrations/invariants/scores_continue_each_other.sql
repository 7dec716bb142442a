-- Each row of the journal of points goes on where the one before ended, without a gap.
select tenant_id, 'score ' || subject_id || ' of entry ' || entry_id as subject,
       'number ' || number || ' goes on from ' || coalesce(points_before::text, 'none') || ' after '
           || coalesce(earlier::text, 'none') as detail
from (
    select s.*, lag(points) over journal as earlier, row_number() over journal as place
    from score s
    window journal as (partition by tenant_id, subject_id, entry_id order by number)
) as s
where points_before is distinct from earlier or number <> place
