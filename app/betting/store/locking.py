"""The first locks of a batch, in the order that everybody keeps: markets, and what may be lost on
them.  Then come players, who are of limits, and accounts, which are the ledger's.

What is locked is looked at by later statements: a locking one shows values from before its wait.
"""

from collections.abc import Iterable
from uuid import UUID

from app.plumbing.pipelines import Statement, Step, array

# Whatever changes odds, state, lock time or participants holds the same locks exclusively.
LOCK_MARKETS = Statement("""
    select pg_advisory_xact_lock_shared(key)
    from (
        select distinct hashtextextended('market ' || market_id::text, 0) as key
        from selection
        where id = any(%(selections)s::uuid[])
        order by key
    ) as wanted
""")

# Whatever more may be lost on by bets on these selections with these entries.
EXPOSED = """
    select subject_id
    from selection s
    join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
    join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    cross join lateral (values (s.id), (m.id), (e.id), (e.sport_id)) as subject (subject_id)
    where s.id = any(%(selections)s::uuid[])
    union
    select competition_id from entry where id = any(%(entries)s::uuid[])
"""

LOCK_EXPOSURE_LIMITS = Statement(f"""
    select id from exposure_limit
    where subject_id in ({EXPOSED})
    order by id
    for no key update
""")  # noqa: S608 - our own words


def lock(*, selections: Iterable[UUID], entries: Iterable[UUID]) -> list[Step]:
    of_selections, of_entries = array(selections), array(entries)
    return [
        LOCK_MARKETS.with_values(selections=of_selections),
        LOCK_EXPOSURE_LIMITS.with_values(selections=of_selections, entries=of_entries),
    ]
