"""What competitions are played on.  Events may be the community's own or the platform's."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import bindparam, delete, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.events import STATUSES_TO_PLAY_ON, PlayedEvent
from app.competitions.tables import competition_events

ADD_EVENTS = """
    insert into competition_event (competition_id, event_tenant_id, event_id)
    select :competition_id, e.tenant_id, e.id
    from event e
    where (e.id = :event_id or e.league_id = :league_id) and e.status = any(:statuses)
    order by e.id
    on conflict do nothing
    returning event_id
"""

IS_TO_PLAY_ON = """
    select exists (
        select from event e
        where (e.id = :event_id or e.league_id = :league_id) and e.status = any(:statuses)
    )
"""

LIST_EVENTS = """
    select e.id, e.tenant_id, s.slug as sport, e.slug, e.name, e.starts_at, e.locks_at, e.status
    from competition_event played
    join event e on (e.tenant_id, e.id) = (played.event_tenant_id, played.event_id)
    join sport s on (s.tenant_id, s.id) = (e.sport_tenant_id, e.sport_id)
    where played.competition_id = :competition_id
      and (cast(:after as uuid) is null
           or (e.starts_at, e.id) > (select starts_at, id from event where id = :after))
    order by e.starts_at, e.id
    limit :limit
"""

# Bets and predictions are features above this one, whose tables are only looked into.
HAS_BETS = """
    select exists (
        select from leg join bet on (bet.tenant_id, bet.id) = (leg.tenant_id, leg.bet_id)
        where leg.event_id = :event_id and bet.competition_id = :competition_id
    ) or exists (
        select from prediction
        join entry on (entry.tenant_id, entry.id) = (prediction.tenant_id, prediction.entry_id)
        where prediction.event_id = :event_id and entry.competition_id = :competition_id
    )
"""

ANNOUNCE_RULING = text(
    """
    insert into announcement (competition_id, kind, facts)
    select c.id, :kind, :facts
    from competition_event ce
    join competition c on (c.tenant_id, c.id) = (ce.tenant_id, ce.competition_id)
    where ce.event_id = :event_id and c.state in ('running', 'finished')
    and not exists (
        select from announcement a
        where (a.tenant_id, a.competition_id) = (c.tenant_id, c.id)
        and a.kind = :kind and a.facts ->> 'ruling_id' = :ruling_id
    )
    returning id
    """
).bindparams(bindparam("facts", type_=JSONB))


async def add_events(
    tx: AsyncConnection,
    competition_id: UUID,
    *,
    event_id: UUID | None = None,
    league_id: UUID | None = None,
) -> list[UUID]:
    """Add the event, or all of the league; those that are new are returned."""
    added = await tx.execute(
        text(ADD_EVENTS),
        {"competition_id": competition_id} | _wanted(event_id, league_id),
    )
    return list(added.scalars())


async def is_to_play_on(
    tx: AsyncConnection, *, event_id: UUID | None = None, league_id: UUID | None = None
) -> bool:
    """Whether there is such an event, or one in the league, that has not ended."""
    found = await tx.execute(text(IS_TO_PLAY_ON), _wanted(event_id, league_id))
    return bool(found.scalar_one())


async def list_events(
    tx: AsyncConnection, competition_id: UUID, *, after: UUID | None, limit: int
) -> list[PlayedEvent]:
    """By their beginning."""
    rows = await tx.execute(
        text(LIST_EVENTS), {"competition_id": competition_id, "after": after, "limit": limit}
    )
    return [PlayedEvent(**row) for row in rows.mappings()]


async def has_bets(tx: AsyncConnection, competition_id: UUID, event_id: UUID) -> bool:
    found = await tx.execute(
        text(HAS_BETS), {"competition_id": competition_id, "event_id": event_id}
    )
    return bool(found.scalar_one())


async def delete_event(tx: AsyncConnection, competition_id: UUID, event_id: UUID) -> bool:
    deleted = await tx.execute(
        delete(competition_events)
        .where(
            competition_events.c.competition_id == competition_id,
            competition_events.c.event_id == event_id,
        )
        .returning(competition_events.c.event_id)
    )
    return deleted.one_or_none() is not None


def _wanted(event_id: UUID | None, league_id: UUID | None) -> dict[str, object]:
    return {
        "event_id": event_id,
        "league_id": league_id,
        "statuses": sorted(STATUSES_TO_PLAY_ON),
    }


async def announce_ruling(
    tx: AsyncConnection, event_id: UUID, kind: str, facts: Mapping[str, object]
) -> Sequence[UUID]:
    """In every competition on the event that has begun, unless it was announced there."""
    asked = {"kind": kind, "facts": facts, "event_id": event_id, "ruling_id": facts["ruling_id"]}
    return (await tx.execute(ANNOUNCE_RULING, asked)).scalars().all()
