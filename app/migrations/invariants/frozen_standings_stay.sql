-- The leaderboard of a competition that ended for good is what it was then.
select c.tenant_id, 'competition ' || c.id as subject,
       case when b.frozen_at is null or c.frozen_at is null then 'is frozen in part'
            else 'has other standings than those that were frozen' end as detail
from competition c
full join board b on (b.tenant_id, b.competition_id) = (c.tenant_id, c.id)
left join lateral (
    select md5(coalesce(string_agg(to_jsonb(s)::text, '|' order by s.player_id), '')) as digest
    from standing s
    where (s.tenant_id, s.board_id) = (b.tenant_id, b.id)
) as now on true
where (c.frozen_at is null) <> (b.frozen_at is null)
    or (b.frozen_at is not null and b.digest is distinct from now.digest)
    or (c.frozen_at is not null and c.state not in ('finished', 'archived'))
