"""What a batch of bets locks and looks at: psycopg's own texts, for somebody else's pipeline.

As many statements for one entry as for five hundred.
"""

# A player's limits hold over all their entries, so bets on two of these take turns.
LOCK_PLAYERS = """
    select id from player p
    where id in (select player_id from entry where id = any(%(entries)s::uuid[]))
    and (%(everybody)s::boolean
         or exists (select from player_limit l where l.player_id = p.id))
    order by id
    for no key update
"""

FIND_LIMITS = """
    select player_id, kind, period, amount
    from (
        select distinct on (player_id, kind, period) player_id, kind, period, amount
        from player_limit
        where player_id = any(array(
            select player_id from entry where id = any(%(entries)s::uuid[])
        ))
        and in_force_at <= clock_timestamp()
        order by player_id, kind, period, created_at desc, id desc
    ) as newest
    where amount is not null
"""

FIND_BREAKS = """
    with wanted as materialized (
        select id, subject from player where id = any(array(
            select player_id from entry where id = any(%(entries)s::uuid[])
        ))
    )
    select player_id, max(ends_at) from (
        select x.player_id, x.starts_at, x.ends_at
        from wanted w join exclusion x on x.player_id = w.id
        union all
        select w.id, x.starts_at, x.ends_at
        from wanted w join platform_exclusion x on x.subject = w.subject
    ) as known
    where starts_at <= clock_timestamp() and ends_at > clock_timestamp()
    group by player_id
"""

FIND_DAYS = """
    with wanted as materialized (
        select distinct e.player_id from entry e
        where e.id = any(%(entries)s::uuid[])
        and (%(everybody)s::boolean
             or exists (select from player_limit l where l.player_id = e.player_id))
    )
    select player_id, day, sum(staked)::bigint, sum(returned)::bigint, sum(minutes)::bigint
    from (
        select player_id, day, staked, returned, 0 as minutes from play_day
        where player_id = any(array(select player_id from wanted))
        and day >= (clock_timestamp() at time zone %(zone)s::text)::date - 31
        union all
        select player_id, day, 0, 0, minutes from play_time
        where player_id = any(array(select player_id from wanted))
        and day >= (clock_timestamp() at time zone %(zone)s::text)::date - 31
    ) as played
    group by player_id, day
"""
