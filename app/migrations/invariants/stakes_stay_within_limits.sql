-- A player staked more in a day, a week or a month than the limit that was in force allowed.
-- Bets from before the community's settings changed are left out: its days may have been others.
with staked as (
    select b.tenant_id, b.id, b.player_id, b.accepted_at, period.name as period,
           sum(b.stake) over (
               partition by b.tenant_id, b.player_id, period.name,
                            date_trunc(period.name, b.accepted_at at time zone zone.name)
               order by b.accepted_at
           ) as used
    from bet b
    join tenant t on t.id = b.tenant_id
    cross join lateral (select coalesce(t.settings ->> 'time_zone', 'UTC') as name) as zone
    cross join (values ('day'), ('week'), ('month')) as period (name)
    where b.state <> 'cancelled' and b.accepted_at >= t.updated_at
      and exists (select from player_limit l
                  where (l.tenant_id, l.player_id) = (b.tenant_id, b.player_id)
                    and l.kind = 'stake' and l.period = period.name)
)
select s.tenant_id, 'bet ' || s.id as subject,
       s.used || ' points were staked in a ' || s.period || ' that allowed ' || l.amount as detail
from staked s
cross join lateral (
    select l.amount from player_limit l
    where l.tenant_id = s.tenant_id and l.player_id = s.player_id
      and l.kind = 'stake' and l.period = s.period
      and l.created_at <= s.accepted_at and l.in_force_at <= s.accepted_at
    order by l.created_at desc, l.id desc
    limit 1
) as l
where s.used > l.amount
