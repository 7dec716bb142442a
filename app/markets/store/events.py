"""The events that markets are asked about: read here, written by the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.markets.rules.prices import Multiplier
from app.markets.rules.selections import Participant

FIND_EVENT = """
    select e.tenant_id, e.id, e.version, e.status, e.locks_at, s.scheme
    from event e join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    where e.id = %(event_id)s
"""

# An event of one's own comes before a shared one of the same name.
FIND_SHOWN_EVENT = """
    select e.tenant_id, e.id, e.version, e.status, e.locks_at, s.scheme
    from event e
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    left join sport_config sc on (sc.sport_tenant_id, sc.sport_id) = (s.tenant_id, s.id)
    left join event_config ec on (ec.event_tenant_id, ec.event_id) = (e.tenant_id, e.id)
    where s.slug = %(sport)s and (e.slug = %(event)s or e.id::text = %(event)s)
    and s.archived_at is null
    and not coalesce(sc.hidden, false) and not coalesce(ec.hidden, false)
    order by e.tenant_id = nullif(current_setting('app.tenant_id'), '')::uuid desc
    limit 1
"""

IS_SHOWN = """
    select true
    from event e
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    left join sport_config sc
        on (sc.sport_tenant_id, sc.sport_id) = (e.sport_tenant_id, e.sport_id)
    left join event_config ec on (ec.event_tenant_id, ec.event_id) = (e.tenant_id, e.id)
    where e.id = %(event_id)s and s.archived_at is null
    and not coalesce(sc.hidden, false) and not coalesce(ec.hidden, false)
"""

LIST_PARTICIPANTS = """
    select ep.number, p.name, ep.withdrawn_at is not null as withdrawn
    from event_participant ep
    join participant p on (p.tenant_id, p.id) = (ep.participant_tenant_id, ep.participant_id)
    where (ep.tenant_id, ep.event_id) = (%(tenant_id)s, %(event_id)s)
    order by ep.number
"""

FIND_MULTIPLIER = """
    select odds_multiplier, version from event_config where event_id = %(event_id)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What markets need to know of an event."""

    tenant_id: UUID
    id: UUID
    version: int
    status: str
    locks_at: datetime
    scheme: str


async def find_event(tx: AsyncConnection, event_id: UUID) -> Event | None:
    found = await tx.exec_driver_sql(FIND_EVENT, {"event_id": event_id})
    row = found.mappings().one_or_none()
    return Event(**row) if row else None


async def find_shown_event(tx: AsyncConnection, *, sport: str, event: str) -> Event | None:
    """An event by its slug or id, unless it or its sport is hidden here, or that is archived."""
    found = await tx.exec_driver_sql(FIND_SHOWN_EVENT, {"sport": sport, "event": event})
    row = found.mappings().one_or_none()
    return Event(**row) if row else None


async def is_shown(tx: AsyncConnection, event_id: UUID) -> bool:
    found = await tx.exec_driver_sql(IS_SHOWN, {"event_id": event_id})
    return found.scalar_one_or_none() is not None


async def list_participants(tx: AsyncConnection, event: Event) -> Sequence[Participant]:
    rows = await tx.exec_driver_sql(
        LIST_PARTICIPANTS, {"tenant_id": event.tenant_id, "event_id": event.id}
    )
    return [Participant(**row) for row in rows.mappings()]


async def find_multiplier(tx: AsyncConnection, event_id: UUID) -> Multiplier:
    found = await tx.exec_driver_sql(FIND_MULTIPLIER, {"event_id": event_id})
    row = found.one_or_none()
    return Multiplier(thousandths=row.odds_multiplier, version=row.version) if row else Multiplier()
