"""Events and who takes part in them: added and changed."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.catalogue.rules.events import Event, EventStatus, Schedule
from app.catalogue.rules.results import LiveScore
from app.catalogue.rules.sports import Sport
from app.catalogue.tables import event_participants, events


async def insert_events(
    tx: AsyncConnection, new: Sequence[tuple[UUID, Sport, Schedule, EventStatus]]
) -> bool:
    """Whether all slugs were free."""
    if not new:
        return True
    rows = [
        {
            "id": event_id,
            "sport_tenant_id": sport.tenant_id,
            "sport_id": sport.id,
            "slug": schedule.slug,
            "first_starts_at": schedule.starts_at,
            "status": status,
            **_columns(schedule),
        }
        for event_id, sport, schedule, status in new
    ]
    inserted = await tx.execute(
        insert(events).values(rows).on_conflict_do_nothing().returning(events.c.id)
    )
    if len(inserted.all()) < len(rows):
        return False
    await _save_seats(tx, [(event_id, schedule) for event_id, _, schedule, _ in new])
    return True


async def update_events(
    tx: AsyncConnection, changed: Sequence[tuple[UUID, Schedule, EventStatus]]
) -> None:
    if not changed:
        return
    rows = [
        {"event_id": event_id, "new_status": status}
        | {f"new_{name}": value for name, value in _columns(schedule).items()}
        for event_id, schedule, status in changed
    ]
    names = [name.removeprefix("new_") for name in rows[0] if name.startswith("new_")]
    values: dict[str, object] = {name: bindparam(f"new_{name}") for name in names}
    await tx.execute(
        update(events)
        .where(events.c.id == bindparam("event_id"))
        .values(**values, version=events.c.version + 1),
        rows,
    )
    await _save_seats(tx, [(event_id, schedule) for event_id, schedule, _ in changed])


async def update_progress(
    tx: AsyncConnection, event: Event, *, status: EventStatus, score: LiveScore | None
) -> None:
    await tx.execute(
        update(events)
        .where(events.c.id == event.id)
        .values(
            status=status,
            score=msgspec.to_builtins(score, str_keys=True),
            version=events.c.version + 1,
        )
    )


async def _save_seats(tx: AsyncConnection, of_events: Sequence[tuple[UUID, Schedule]]) -> None:
    rows = [
        {
            "event_id": event_id,
            "number": seat.number,
            "participant_tenant_id": seat.participant.tenant_id,
            "participant_id": seat.participant.id,
            "role": seat.role,
            "withdrawn_at": seat.withdrawn_at,
        }
        for event_id, schedule in of_events
        for seat in schedule.seats
    ]
    if not rows:
        return
    new = insert(event_participants)
    names = ("participant_tenant_id", "participant_id", "role", "withdrawn_at")
    await tx.execute(
        new.on_conflict_do_update(
            constraint="event_participant_pk", set_={name: new.excluded[name] for name in names}
        ),
        rows,
    )


def _columns(schedule: Schedule) -> dict[str, object]:
    league = schedule.league
    return {
        "league_tenant_id": league.tenant_id if league else None,
        "league_id": league.id if league else None,
        "name": schedule.name,
        "round": schedule.round,
        "venue": schedule.venue,
        "starts_at": schedule.starts_at,
        "locks_at": schedule.locks_at,
        "true_start_at": schedule.true_start_at,
    }
