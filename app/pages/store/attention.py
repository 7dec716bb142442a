"""What of a community needs somebody's attention: one statement a block."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that waits: `all` says how many there are beside it, itself included."""

    id: UUID
    name: str
    detail: str | None
    at: datetime
    all: int
    kind: str | None = None


# Over, or begun so long ago that somebody must know how it ended.
RESULTS = """
    select e.id, e.name, s.name as detail, e.starts_at as at, count(*) over () as all
    from event e join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    where e.tenant_id = nullif(current_setting('app.tenant_id'), '')::uuid
    and e.status not in ('postponed', 'cancelled')
    and (e.starts_at < clock_timestamp() - interval '105 minutes'
         or e.status in ('finished', 'abandoned'))
    and not exists (
        select from ruling r where (r.tenant_id, r.event_id) = (e.tenant_id, e.id)
        and r.kind = 'result' and r.state in ('pending', 'confirmed'))
    order by e.starts_at, e.id limit %(limit)s
"""

RULINGS = """
    select r.id, e.name, r.kind as detail, r.created_at as at, count(*) over () as all
    from ruling r join event e on (e.tenant_id, e.id) = (r.event_tenant_id, r.event_id)
    where r.tenant_id = nullif(current_setting('app.tenant_id'), '')::uuid
    and r.state = 'pending'
    order by r.id limit %(limit)s
"""

UNPRICED = """
    select e.id, e.name, string_agg(m.name, ', ' order by m.id) as detail, e.locks_at as at,
           count(*) over () as all
    from market m join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
    where m.tenant_id = nullif(current_setting('app.tenant_id'), '')::uuid
    and m.state in ('open', 'suspended') and e.status = 'scheduled'
    and e.locks_at between clock_timestamp() and clock_timestamp() + interval '7 days'
    and exists (
        select from selection s where (s.tenant_id, s.market_id) = (m.tenant_id, m.id)
        and s.odds is null and s.withdrawn_at is null)
    group by e.tenant_id, e.id
    order by e.locks_at, e.id limit %(limit)s
"""

LIMITS = """
    select coalesce(s.market_id, l.subject_id) as id, l.level as kind,
           coalesce(c.name, sp.name, e.name, m.name, s.name) as name,
           l.liability || ' / ' || l.soft as detail, coalesce(l.alerted_at, l.updated_at) as at,
           count(*) over () as all
    from exposure_limit l
    left join competition c on c.id = l.subject_id
    left join sport sp on sp.id = l.subject_id
    left join event e on e.id = l.subject_id
    left join market m on m.id = l.subject_id
    left join selection s on s.id = l.subject_id
    where l.tenant_id = nullif(current_setting('app.tenant_id'), '')::uuid
    and l.liability > l.soft
    order by l.liability::numeric / greatest(l.soft, 1) desc, l.id limit %(limit)s
"""

PAYMENTS = """
    select p.id, pl.display_name as name, p.points::text as detail, p.created_at as at,
           count(*) over () as all
    from payment p join entry n on (n.tenant_id, n.id) = (p.tenant_id, p.entry_id)
    join player pl on (pl.tenant_id, pl.id) = (n.tenant_id, n.player_id)
    where p.state = 'asked'
    order by p.created_at, p.id limit %(limit)s
"""

ENTRIES = """
    select n.competition_id as id, pl.display_name as name, c.name as detail, n.created_at as at,
           count(*) over () as all
    from entry n join player pl on (pl.tenant_id, pl.id) = (n.tenant_id, n.player_id)
    join competition c on (c.tenant_id, c.id) = (n.tenant_id, n.competition_id)
    where n.state = 'requested'
    order by n.created_at, n.id limit %(limit)s
"""

# The queue is nobody's own: a job names its community.
JOBS = """
    select coalesce((j.args ->> 'tenant_id')::uuid, '00000000-0000-0000-0000-000000000000') as id,
           j.task_name as name, j.attempts::text as detail,
           coalesce(e.at, clock_timestamp()) as at, count(*) over () as all
    from procrastinate_jobs j
    left join lateral (
        select max(v.at) as at from procrastinate_events v where v.job_id = j.id
    ) as e on true
    where j.status = 'failed' and j.args ->> 'tenant_id' = current_setting('app.tenant_id')
    order by j.id limit %(limit)s
"""


async def list_waiting(tx: AsyncConnection, query: str) -> Sequence[Waiting]:
    rows = await tx.exec_driver_sql(query, {"limit": SHOWN})
    return [Waiting(**row) for row in rows.mappings()]
