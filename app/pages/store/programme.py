"""Events as officials list them, with what of their markets and results is done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.tenants.rules import PLATFORM_ID

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """`unpriced` markets take bets on selections that have no price; `result` is the state of the
    newest ruling on one.
    """

    id: UUID
    name: str
    sport: str
    sport_slug: str
    league: str | None
    round: str | None
    status: str
    starts_at: datetime
    locks_at: datetime
    shared: bool
    markets: int
    open: int
    unpriced: int
    result: str | None
    ruling_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`after` is the start and id of the last event shown; `past` turns the order round."""

    sport: str | None = None
    league: str | None = None
    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    past: bool = False
    after: tuple[datetime, UUID] | None = None


COLUMNS = f"""
    select e.id, e.name, e.round, e.status, e.starts_at, e.locks_at, s.name as sport,
           s.slug as sport_slug, l.name as league, e.tenant_id = '{PLATFORM_ID}' as shared,
           m.markets, m.open, m.unpriced, r.state as result, r.id as ruling_id
    from event e
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    left join league l on (l.tenant_id, l.id) = (e.league_tenant_id, e.league_id)
    left join lateral (
        select k.state, k.id from ruling k
        where (k.tenant_id, k.event_id) = (e.tenant_id, e.id) and k.kind = 'result'
        order by k.result_version desc limit 1
    ) as r on true
    cross join lateral (
        select count(*) as markets, count(*) filter (where k.state = 'open') as open,
               count(*) filter (where k.state in ('open', 'suspended') and exists (
                   select from selection x
                   where (x.tenant_id, x.market_id) = (k.tenant_id, k.id)
                   and x.odds is null and x.withdrawn_at is null)) as unpriced
        from market k where (k.event_tenant_id, k.event_id) = (e.tenant_id, e.id)
    ) as m
"""  # noqa: S608 - a constant of ours

FILTER = """
    where (%(sport)s::text is null or s.slug = %(sport)s)
    and (%(league)s::text is null or l.slug = %(league)s)
    and (%(status)s::text is null or e.status = %(status)s)
    and (%(since)s::timestamptz is null or e.starts_at >= %(since)s)
    and (%(until)s::timestamptz is null or e.starts_at < %(until)s)
"""

COMING = f"""{COLUMNS} {FILTER}
    and (%(at)s::timestamptz is null or (e.starts_at, e.id) > (%(at)s, %(id)s))
    order by e.starts_at, e.id limit %(limit)s
"""

PAST = f"""{COLUMNS} {FILTER}
    and (%(at)s::timestamptz is null or (e.starts_at, e.id) < (%(at)s, %(id)s))
    order by e.starts_at desc, e.id desc limit %(limit)s
"""

# What is over, or should be, and has no result in force or waiting.
DUE = f"""{COLUMNS}
    where e.tenant_id = nullif(current_setting('app.tenant_id'), '')::uuid
    and e.starts_at < clock_timestamp() and e.status not in ('postponed', 'cancelled')
    and coalesce(r.state, 'none') not in ('pending', 'confirmed')
    order by e.starts_at, e.id limit %(limit)s
"""

# Ours whose newest result is in this state, the newest first.
RULED = f"""{COLUMNS}
    where e.tenant_id = nullif(current_setting('app.tenant_id'), '')::uuid
    and r.state = %(state)s
    order by r.id desc limit %(limit)s
"""

# Version 0 is no price yet.
MOVES = """
    select s.id as selection_id, s.name as selection, p.version, p.odds, p.source, p.author, p.at
    from price p join selection s on (s.tenant_id, s.id) = (p.tenant_id, p.selection_id)
    where s.market_id = %(market_id)s and p.version > 0
    order by p.at desc, s.number limit %(limit)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A price that a selection had from `at` on."""

    selection_id: UUID
    selection: str
    version: int
    odds: int | None
    source: str
    author: str
    at: datetime


async def list_programme(tx: AsyncConnection, wanted: Wanted, *, limit: int) -> list[Listed]:
    at, event_id = wanted.after or (None, None)
    values = {
        "sport": wanted.sport,
        "league": wanted.league,
        "status": wanted.status,
        "since": wanted.since,
        "until": wanted.until,
        "at": at,
        "id": event_id,
        "limit": limit,
    }
    return await _listed(tx, PAST if wanted.past else COMING, values)


async def list_due(tx: AsyncConnection, *, limit: int) -> list[Listed]:
    """The oldest first."""
    return await _listed(tx, DUE, {"limit": limit})


async def list_ruled(tx: AsyncConnection, state: str, *, limit: int) -> list[Listed]:
    return await _listed(tx, RULED, {"state": state, "limit": limit})


async def list_moves(tx: AsyncConnection, market_id: UUID, *, limit: int) -> Sequence[Move]:
    """How the prices of a market moved, the newest first."""
    rows = await tx.exec_driver_sql(MOVES, {"market_id": market_id, "limit": limit})
    return [Move(**row) for row in rows.mappings()]


async def _listed(tx: AsyncConnection, query: str, values: Mapping[str, Any]) -> list[Listed]:
    rows = await tx.exec_driver_sql(query, {**values})
    return [Listed(**row) for row in rows.mappings()]


async def find_names(tx: AsyncConnection, event_ids: Collection[UUID]) -> dict[UUID, str]:
    """What events are called."""
    rows = await tx.exec_driver_sql(
        "select id, name from event where id = any(%(ids)s)", {"ids": list(event_ids)}
    )
    return {row.id: row.name for row in rows}
