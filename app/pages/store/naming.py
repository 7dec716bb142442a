"""What ids are called: in one statement, whatever they name."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

NAMES = """
    select id, name from competition where id = any(%(ids)s)
    union all select id, name from sport where id = any(%(ids)s)
    union all select id, name from league where id = any(%(ids)s)
    union all select id, name from event where id = any(%(ids)s)
    union all select id, name from participant where id = any(%(ids)s)
    union all select id, name from private_league where id = any(%(ids)s)
    union all select id, name from tenant where id = any(%(ids)s)
    union all select id, display_name from player where id = any(%(ids)s)
    union all select m.id, e.name || ': ' || replace(m.kind, '_', ' ')
        from market m join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
        where m.id = any(%(ids)s)
    union all select s.id, e.name || ': ' || s.name
        from selection s
        join market m on (m.tenant_id, m.id) = (s.tenant_id, s.market_id)
        join event e on (e.tenant_id, e.id) = (m.event_tenant_id, m.event_id)
        where s.id = any(%(ids)s)
    union all select en.id, p.display_name || ', ' || c.name
        from entry en
        join player p on (p.tenant_id, p.id) = (en.tenant_id, en.player_id)
        join competition c on (c.tenant_id, c.id) = (en.tenant_id, en.competition_id)
        where en.id = any(%(ids)s)
    union all select r.id, e.name
        from ruling r join event e on (e.tenant_id, e.id) = (r.event_tenant_id, r.event_id)
        where r.id = any(%(ids)s)
"""

OFFICIALS = """
    select subject, display_name from player
    where roles && '{admin,results}' order by name_key limit 200
"""


async def call_things(tx: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of the community's things and the platform's; what has none is left out."""
    if not ids:
        return {}
    rows = await tx.exec_driver_sql(NAMES, {"ids": list(ids)})
    return {row.id: row.name for row in rows}


async def list_officials(tx: AsyncConnection) -> list[tuple[str, str]]:
    """Subjects and names of those who may act here, by the roles that were last known."""
    rows = await tx.exec_driver_sql(OFFICIALS)
    return [(row.subject, row.display_name) for row in rows]
