-- Where an event was settled last, it is void in those competitions that had waited long enough for
-- it by then, and counts in all others.  Whatever has changed since is left to the next settlement.
with judged as (
    select played.tenant_id, played.competition_id, e.id as event_id, coalesce(v.void, false) as void,
           e.status, e.first_starts_at + make_interval(hours => s.hours) as until,
           coalesce(ruled.true_start_at, e.true_start_at, e.starts_at) as starts_at,
           run.created_at as at
    from competition_event played
    join competition c on (c.tenant_id, c.id) = (played.tenant_id, played.competition_id)
    join event e on (e.tenant_id, e.id) = (played.event_tenant_id, played.event_id)
    join lateral (
        select r.created_at from settlement_run r
        where (r.tenant_id, r.event_tenant_id, r.event_id) = (played.tenant_id, e.tenant_id, e.id)
        order by r.created_at desc
        limit 1
    ) as run on greatest(played.created_at, c.updated_at, e.updated_at) <= run.created_at
    left join event_void v on (v.tenant_id, v.competition_id, v.event_tenant_id, v.event_id)
                            = (c.tenant_id, c.id, e.tenant_id, e.id)
    left join lateral (
        select (t.document ->> 'true_start_at')::timestamptz as true_start_at, u.decided_at
        from ruling u
        join result t on (t.tenant_id, t.event_id, t.version)
                       = (u.event_tenant_id, u.event_id, u.result_version)
        where (u.event_tenant_id, u.event_id) = (e.tenant_id, e.id)
        and u.kind = 'result' and u.state = 'confirmed'
        order by u.result_version desc
        limit 1
    ) as ruled on true
    cross join lateral (
        select coalesce((s.document ->> 'postponement_hours')::int, 36) as hours
        from competition_settings s
        where (s.tenant_id, s.competition_id) = (c.tenant_id, c.id)
        and (s.at <= e.first_starts_at or s.version = 1)
        order by s.version desc
        limit 1
    ) as s
    where c.state in ('running', 'finished')
    and (ruled.decided_at is null or ruled.decided_at <= run.created_at)
)
select tenant_id, 'event ' || event_id as subject,
       'in competition ' || competition_id || ' it is '
           || case when void then 'void' else 'counted' end || '; it is ' || status
           || ', starts at ' || starts_at || ' and was waited for until ' || until as detail
from judged
where void <> (status = 'cancelled'
               or at >= until and (status = 'postponed' or starts_at > until))
