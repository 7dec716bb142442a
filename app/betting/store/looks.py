"""The statements of a look.  Row-level security adds the community to each."""

from app.betting.store.locking import EXPOSED
from app.plumbing.pipelines import Statement

EARLIER = Statement("""
    select id, player_id, entry_id, request_key, request_digest
    from bet
    where id = any(%(ids)s::uuid[])
    union all
    select b.id, b.player_id, b.entry_id, b.request_key, b.request_digest
    from unnest(%(entries)s::uuid[], %(keys)s::text[]) as wanted (entry_id, request_key)
    join bet b on b.entry_id = wanted.entry_id and b.request_key = wanted.request_key
    where b.request_key is not null
""")

# In the order of `Offer`, then what its odds come from.
OFFERS = Statement("""
    select s.tenant_id, s.id, s.key, m.id, e.id, e.sport_id, m.kind, m.period, m.line, m.places,
           m.place_divisor, state_here(m.state, mc.suspended), e.status,
           coalesce(c.hidden, false) or coalesce(sc.hidden, false) or sp.archived_at is not null,
           s.withdrawn_at is not null,
           s.odds, s.odds_version, coalesce(c.odds_multiplier, 1000), coalesce(c.version, 0),
           least(m.locks_at, e.locks_at),
           case when s.id = any(%(combined)s::uuid[]) then (
               select array_agg(other.key) from selection other
               where other.tenant_id = s.tenant_id and other.market_id = s.market_id
           ) end
    from selection s
    join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    join sport sp on (sp.tenant_id, sp.id) = (e.sport_tenant_id, e.sport_id)
    left join market_config mc on (mc.market_tenant_id, mc.market_id) = (m.tenant_id, m.id)
    left join event_config c on (c.event_tenant_id, c.event_id) = (e.tenant_id, e.id)
    left join sport_config sc
        on (sc.sport_tenant_id, sc.sport_id) = (e.sport_tenant_id, e.sport_id)
    where s.id = any(%(selections)s::uuid[])
""")

# In the order of `EntrySeen`; settings whose version is known already are not sent again.
ENTRIES = Statement("""
    select e.id, e.player_id, e.state, c.id, c.state, c.starts_at, c.ends_at, c.settings_version,
           case when not exists (
               select from unnest(%(known)s::uuid[], %(versions)s::bigint[]) as known (id, version)
               where known.id = c.id and known.version = c.settings_version
           ) then c.settings end
    from entry e
    join competition c on (c.tenant_id, c.id) = (e.tenant_id, e.competition_id)
    where e.id = any(%(entries)s::uuid[])
""")

# Arrays, so that an index finds the pairs: joined, the planner would go through all there are.
OFFERED = Statement("""
    select competition_id, event_id from competition_event
    where competition_id = any(array(
        select competition_id from entry where id = any(%(entries)s::uuid[])
    ))
    and event_id = any(array(
        select m.event_id
        from selection s
        join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
        where s.id = any(%(selections)s::uuid[])
    ))
""")

POOLS = Statement("""
    select id, competition_id, market_id, state from pool where id = any(%(pools)s::uuid[])
""")

# A day is one of the community's time zone.  Midnight may pass before the clock is read.
STAKED_TODAY = Statement("""
    select entry_id, day, staked from play_day
    where entry_id = any(%(entries)s::uuid[])
    and day >= (clock_timestamp() at time zone %(zone)s::text)::date
""")

EXPOSURE_LIMITS = Statement(f"""
    select id, level, subject_id, hard, liability from exposure_limit
    where subject_id in ({EXPOSED})
""")  # noqa: S608 - our own words

CLOCK = Statement("select clock_timestamp()")
