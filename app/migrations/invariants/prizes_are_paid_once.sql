-- Each prize is one transfer out of the issue, and together they are the sums of the places taken.
with paid as (
    select p.tenant_id, p.competition_id, p.entry_id, p.points,
           count(t.id) filter (where t.points = p.points and t.kind = 'grant'
                               and t.debit_kind = 'issue' and a.owner = p.entry_id) as transfers
    from prize p
    left join transfer t on (t.tenant_id, t.key) = (p.tenant_id, 'prize:' || p.entry_id)
    left join account a on (a.tenant_id, a.id) = (t.tenant_id, t.credit_account)
    group by p.tenant_id, p.competition_id, p.entry_id, p.points
), wanted as (
    select c.tenant_id, c.id, coalesce((
        select sum(coalesce(points.sum, shares.sum + case number when 1 then pot.rest else 0 end))
        from generate_series(1, (select count(*) from standing s
                                 where (s.tenant_id, s.board_id) = (c.tenant_id, c.id)
                                 and s.rank is not null)) as number
        cross join lateral (
            select (c.settings #>> array['prizes', 'points', (number - 1)::text])::bigint as sum
        ) as points
        cross join lateral (
            select (c.settings #>> '{prizes,pot}')::bigint
                   * (c.settings #>> array['prizes', 'shares', (number - 1)::text])::bigint / 1000
                   as sum
        ) as shares
        cross join lateral (
            select (c.settings #>> '{prizes,pot}')::bigint * sum(share::bigint) / 1000
                   - sum((c.settings #>> '{prizes,pot}')::bigint * share::bigint / 1000) as rest
            from jsonb_array_elements_text(c.settings #> '{prizes,shares}') as share
        ) as pot
    ), 0)::bigint as points
    from competition c
    where c.frozen_at is not null
)
select tenant_id, 'entry ' || entry_id as subject,
       'has ' || transfers || ' transfers of its prize of ' || points as detail
from paid
where transfers <> 1
union all
select t.tenant_id, 'transfer ' || t.id, 'pays a prize that nobody won'
from transfer t
where t.key like 'prize:%'
and not exists (select from prize p
                where (p.tenant_id, 'prize:' || p.entry_id) = (t.tenant_id, t.key))
union all
select w.tenant_id, 'competition ' || w.id,
       'paid ' || coalesce(sum(p.points), 0) || ' in prizes; its table says ' || w.points
from wanted w
left join prize p on (p.tenant_id, p.competition_id) = (w.tenant_id, w.id)
group by w.tenant_id, w.id, w.points
having coalesce(sum(p.points), 0) <> w.points
union all
select p.tenant_id, 'competition ' || p.competition_id, 'paid a prize before its end'
from prize p
join competition c on (c.tenant_id, c.id) = (p.tenant_id, p.competition_id)
where c.frozen_at is null
