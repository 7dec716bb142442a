-- Once an event is settled, each prediction of it has the points that its competition gives for the
-- score after full time; none where the event or the prediction does not count.
with settled as (
    select played.tenant_id, played.competition_id, e.tenant_id as event_tenant_id,
           e.id as event_id, c.settings -> 'predictions' as scheme,
           (ruled.document #>> '{scores,full_time,1}')::bigint as first,
           (ruled.document #>> '{scores,full_time,2}')::bigint as second,
           coalesce((ruled.document ->> 'true_start_at')::timestamptz, e.true_start_at) as began_at,
           coalesce(v.void, false) as void
    from competition_event played
    join competition c on (c.tenant_id, c.id) = (played.tenant_id, played.competition_id)
    join event e on (e.tenant_id, e.id) = (played.event_tenant_id, played.event_id)
    join lateral (
        select r.state, r.created_at from settlement_run r
        where (r.tenant_id, r.event_tenant_id, r.event_id) = (played.tenant_id, e.tenant_id, e.id)
        order by r.created_at desc
        limit 1
    ) as run on run.state = 'finished'
    left join event_void v on (v.tenant_id, v.competition_id, v.event_tenant_id, v.event_id)
                            = (c.tenant_id, c.id, e.tenant_id, e.id)
    join lateral (
        select t.document, u.decided_at
        from ruling u
        join result t on (t.tenant_id, t.event_id, t.version)
                       = (u.event_tenant_id, u.event_id, u.result_version)
        where (u.event_tenant_id, u.event_id) = (e.tenant_id, e.id)
        and u.kind = 'result' and u.state = 'confirmed'
        order by u.result_version desc
        limit 1
    ) as ruled on ruled.decided_at <= run.created_at
), told as (
    select p.tenant_id, p.id, p.entry_id, p.joker, s.competition_id, s.event_id, s.scheme,
           p.predicted_at >= s.began_at is true as late, s.void or s.first is null as uncounted,
           sign(p.first_score - p.second_score) = sign(s.first - s.second) as has_tendency,
           case when (p.first_score, p.second_score) = (s.first, s.second) then 'exact'
                when p.first_score - p.second_score = s.first - s.second and s.first <> s.second
                    then 'difference'
                else 'tendency' end as kind
    from settled s
    join prediction p on (p.tenant_id, p.competition_id, p.event_tenant_id, p.event_id)
                       = (s.tenant_id, s.competition_id, s.event_tenant_id, s.event_id)
), counted as (
    select t.*, count(*) filter (where not late) over event as predicted,
           count(*) filter (where not late and has_tendency) over event as hits
    from told t
    window event as (partition by tenant_id, competition_id, event_id)
), due as (
    select tenant_id, id, entry_id, case
        when late or uncounted then null
        when not has_tendency then 0
        else ((scheme ->> kind)::bigint + case when (scheme ->> 'quota')::boolean then
                  greatest((scheme ->> 'quota_minimum')::bigint,
                           least((scheme ->> 'quota_maximum')::bigint,
                                 (scheme ->> 'tendency')::bigint * predicted / hits))
                  - (scheme ->> 'tendency')::bigint else 0 end)
             * case when joker then 2 else 1 end
        end as points
    from counted
)
select d.tenant_id, 'prediction ' || d.id as subject,
       'earned ' || coalesce(s.points::text, 'none') || ' instead of '
           || coalesce(d.points::text, 'none') as detail
from due d
left join lateral (
    select points from score s
    where (s.tenant_id, s.subject_id, s.entry_id) = (d.tenant_id, d.id, d.entry_id)
    order by s.number desc
    limit 1
) as s on true
where s.points is distinct from d.points
