"""What admins see of their competitions at a glance, and what could be added to them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.events import STATUSES_TO_PLAY_ON

FIGURES = """
    select c.id as competition_id,
           (select count(*) from entry e
            where (e.tenant_id, e.competition_id) = (c.tenant_id, c.id) and e.state = 'active')
               as players,
           (select count(*) from entry e
            where (e.tenant_id, e.competition_id) = (c.tenant_id, c.id)
            and e.state = 'requested') as requests,
           (select count(*) from competition_event p
            where (p.tenant_id, p.competition_id) = (c.tenant_id, c.id)) as events,
           (select count(*) from bet b
            where (b.tenant_id, b.competition_id) = (c.tenant_id, c.id)
            and b.state = 'accepted') as open_bets
    from competition c
    where c.id = any(%(ids)s)
"""

ADDABLE_LEAGUES = """
    select l.id, l.name, s.name as sport, count(*) as events
    from event e
    join league l on (l.tenant_id, l.id) = (e.league_tenant_id, e.league_id)
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    where e.status = any(%(statuses)s)
    and not exists (
        select from competition_event p
        where p.competition_id = %(competition)s and p.event_id = e.id
    )
    group by l.tenant_id, l.id, s.name
    order by s.name, l.name, l.id
    limit %(limit)s
"""

ADDABLE_EVENTS = """
    select e.id, e.name, e.starts_at, s.name as sport, l.name as league
    from event e
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    left join league l on (l.tenant_id, l.id) = (e.league_tenant_id, e.league_id)
    where e.status = any(%(statuses)s)
    and (%(name)s = '' or strpos(lower(e.name), lower(%(name)s)) > 0)
    and not exists (
        select from competition_event p
        where p.competition_id = %(competition)s and p.event_id = e.id
    )
    order by e.starts_at, e.id
    limit %(limit)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    competition_id: UUID
    players: int
    requests: int
    events: int
    open_bets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddableLeague:
    """`events` of it have not ended and are not played on yet."""

    id: UUID
    name: str
    sport: str
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddableEvent:
    id: UUID
    name: str
    starts_at: datetime
    sport: str
    league: str | None


async def list_figures(tx: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, Figures]:
    rows = await tx.exec_driver_sql(FIGURES, {"ids": list(ids)})
    return {row["competition_id"]: Figures(**row) for row in rows.mappings()}


async def list_addable_leagues(
    tx: AsyncConnection, competition_id: UUID, *, limit: int
) -> list[AddableLeague]:
    rows = await tx.exec_driver_sql(ADDABLE_LEAGUES, _to_add(competition_id, limit))
    return [AddableLeague(**row) for row in rows.mappings()]


async def list_addable_events(
    tx: AsyncConnection, competition_id: UUID, *, name: str, limit: int
) -> list[AddableEvent]:
    """By their beginning."""
    rows = await tx.exec_driver_sql(ADDABLE_EVENTS, _to_add(competition_id, limit) | {"name": name})
    return [AddableEvent(**row) for row in rows.mappings()]


def _to_add(competition_id: UUID, limit: int) -> dict[str, object]:
    return {
        "competition": competition_id,
        "limit": limit,
        "statuses": sorted(STATUSES_TO_PLAY_ON),
    }
