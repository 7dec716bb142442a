-- What an entry staked and got back is the sum of its bets that were not taken back: in all, and by
-- the day where its community's days have always been the same.
with moved as (
    select b.tenant_id, b.entry_id, (b.accepted_at at time zone zone.name)::date as day,
           b.stake as staked, 0 as returned, t.settings_version
    from bet b
    join tenant t on t.id = b.tenant_id
    cross join lateral (select coalesce(t.settings ->> 'time_zone', 'UTC') as name) as zone
    where b.state <> 'cancelled'
    union all
    select b.tenant_id, b.entry_id, (b.settled_at at time zone zone.name)::date, 0, b.payout,
           t.settings_version
    from bet b
    join tenant t on t.id = b.tenant_id
    cross join lateral (select coalesce(t.settings ->> 'time_zone', 'UTC') as name) as zone
    where b.state in ('cashed_out', 'settled')
    union all
    select d.tenant_id, d.entry_id, d.day, -d.staked, -d.returned, t.settings_version
    from play_day d
    join tenant t on t.id = d.tenant_id
)
select tenant_id, 'entry ' || entry_id as subject,
       'on ' || coalesce(day::text, 'all days') || ' its bets are ' || sum(staked)
           || ' more than was counted as staked, and ' || sum(returned) || ' more than came back'
           as detail
from moved
group by grouping sets ((tenant_id, entry_id), (tenant_id, entry_id, day, settings_version))
having (grouping(day) = 1 or settings_version = 1)
   and (sum(staked) <> 0 or sum(returned) <> 0)
