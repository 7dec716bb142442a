"""Events that competitions do not count, since they were put off for too long."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.events import EventStatus
from app.competitions.rules.settings import read_document
from app.settlement.rules.postponing import Playing
from app.settlement.tables import event_voids

# Only events that moved, or were void until now: few, whatever is played.
LIST_PUT_OFF = text("""
    select played.competition_id, e.tenant_id as event_tenant_id, e.id as event_id, e.status,
           e.first_starts_at, start.starts_at, s.document, coalesce(v.void, false) as void,
           v.void and exists (
               select from leg l
               join bet b on (b.tenant_id, b.id) = (l.tenant_id, l.bet_id)
               join market m on (m.tenant_id, m.id) = (l.selection_tenant_id, l.market_id)
               where (m.event_tenant_id, m.event_id) = (e.tenant_id, e.id)
               and b.competition_id = c.id and b.state = 'accepted'
               and b.accepted_at > coalesce((
                   select max(r.created_at) from settlement_run r
                   where (r.event_tenant_id, r.event_id) = (e.tenant_id, e.id)
               ), '-infinity')
           ) as has_new_bets
    from competition_event played
    join competition c on (c.tenant_id, c.id) = (played.tenant_id, played.competition_id)
    join event e on (e.tenant_id, e.id) = (played.event_tenant_id, played.event_id)
    left join event_void v
        on (v.competition_id, v.event_tenant_id, v.event_id) = (c.id, e.tenant_id, e.id)
    left join lateral (
        select (t.document ->> 'true_start_at')::timestamptz as true_start_at
        from ruling u
        join result t on (t.tenant_id, t.event_id, t.version)
                       = (u.event_tenant_id, u.event_id, u.result_version)
        where (u.event_id, u.event_tenant_id) = (e.id, e.tenant_id)
        and u.kind = 'result' and u.state = 'confirmed'
        order by u.result_version desc
        limit 1
    ) as ruled on true
    cross join lateral (
        select coalesce(ruled.true_start_at, e.true_start_at, e.starts_at) as starts_at
    ) as start
    cross join lateral (
        select document from competition_settings s
        where s.competition_id = c.id and (s.at <= e.first_starts_at or s.version = 1)
        order by s.version desc
        limit 1
    ) as s
    where c.state in ('running', 'finished')
    and (cast(:event_id as uuid) is null or e.id = :event_id)
    and (v.void or e.status in ('postponed', 'cancelled') or start.starts_at > e.first_starts_at)
    order by e.id, c.id
""")


async def list_put_off(tx: AsyncConnection, event_id: UUID | None = None) -> list[Playing]:
    """By event; all of them unless one is named."""
    found = await tx.execute(LIST_PUT_OFF, {"event_id": event_id})
    return [_playing(row) for row in found.mappings()]


async def save_void(tx: AsyncConnection, playing: Playing, *, void: bool) -> None:
    row = {
        "competition_id": playing.competition_id,
        "event_tenant_id": playing.event_tenant_id,
        "event_id": playing.event_id,
        "void": void,
    }
    statement = insert(event_voids).values(row)
    await tx.execute(
        statement.on_conflict_do_update(constraint="event_void_pk", set_={"void": void})
    )


def _playing(row: Mapping[Any, Any]) -> Playing:
    facts = dict(row)
    hours = read_document(facts.pop("document")).postponement_hours
    facts["has_new_bets"] = bool(facts["has_new_bets"])
    return Playing(**facts | {"status": EventStatus(row["status"]), "hours": hours})
