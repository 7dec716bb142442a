-- Whoever ever joined has a balance and a debt with their competition, and one starting grant, of
-- the points that the settings said at that moment.
select e.tenant_id, 'entry ' || e.id as subject,
       'has ' || count(distinct a.id) || ' accounts and began with '
       || coalesce(sum(distinct t.points), 0) || ' instead of '
       || (s.document ->> 'starting_points') as detail
from entry e
join competition_settings s
    on (s.tenant_id, s.competition_id, s.version)
     = (e.tenant_id, e.competition_id, e.settings_version)
left join account a
    on (a.tenant_id, a.owner, a.bank) = (e.tenant_id, e.id, e.competition_id)
left join transfer t
    on (t.tenant_id, t.key) = (e.tenant_id, 'start:' || e.id)
    and t.kind = 'grant' and t.kept_account = a.id and a.kind = 'balance'
where e.joined_at is not null
group by e.tenant_id, e.id, s.document
having count(distinct a.id) <> 2
    or coalesce(sum(distinct t.points), 0) <> (s.document ->> 'starting_points')::bigint
