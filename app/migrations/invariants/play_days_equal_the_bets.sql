-- What an entry staked on a day of its community is the sum of its bets that were not taken back.
select coalesce(d.tenant_id, b.tenant_id) as tenant_id,
       'entry ' || coalesce(d.entry_id, b.entry_id) as subject,
       'on ' || coalesce(d.day, b.day) || ' staked ' || coalesce(d.staked, 0) || '; its bets are '
           || coalesce(b.staked, 0) as detail
from play_day d
full join (
    select bet.tenant_id, bet.entry_id, sum(bet.stake) as staked,
           (bet.accepted_at at time zone coalesce(t.settings ->> 'time_zone', 'UTC'))::date as day
    from bet
    join tenant t on t.id = bet.tenant_id
    where bet.state <> 'cancelled'
    group by bet.tenant_id, bet.entry_id, day
) as b on (b.tenant_id, b.entry_id, b.day) = (d.tenant_id, d.entry_id, d.day)
where coalesce(d.staked, 0) <> coalesce(b.staked, 0)
