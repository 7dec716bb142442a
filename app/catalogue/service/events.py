"""Events: added, rescheduled, begun, ended; and their score while they last."""

from datetime import datetime
from uuid import UUID

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue.rules.events import (
    Event,
    EventFilter,
    EventStatus,
    EventWish,
    NoSuchEvent,
    Schedule,
    check_own_event,
    check_reschedule,
    check_schedule,
    check_status,
    schedule_of,
    seats_of,
    taking_part,
)
from app.catalogue.rules.importing.plans import facts_of
from app.catalogue.rules.results import LiveScore, check_score
from app.catalogue.rules.slugs import SlugTaken
from app.catalogue.rules.sports import Sport
from app.catalogue.service.holding import CheckVersion, hold_events, slug_or_id
from app.catalogue.service.leagues import get_league, get_participants
from app.catalogue.store import events as store
from app.catalogue.store import locks, schedules
from app.catalogue.store import results as results_store
from app.plumbing.access import Actor
from app.plumbing.ids import new_id

log = structlog.get_logger()


async def list_events(tx: AsyncConnection, wanted: EventFilter) -> list[Event]:
    return await store.list_events(tx, wanted)


async def find_time_zone(tx: AsyncConnection, player_id: UUID | None) -> str | None:
    """The zone that a player wants to read times in."""
    return await results_store.find_time_zone(tx, player_id) if player_id else None


async def get_event(
    tx: AsyncConnection, sport: Sport, key: str, *, everything: bool = True
) -> Event:
    """By slug or id.  Unless everything may be seen, not one that is hidden here."""
    event = await store.find_event(tx, sport, slug_or_id(key))
    if event is None or (event.hidden and not everything):
        raise NoSuchEvent(event=key)
    return event


async def get_known_event(tx: AsyncConnection, event_id: UUID) -> Event:
    """By an id of ours, whatever its sport."""
    event = await store.find_by_id(tx, event_id)
    if event is None:
        raise NoSuchEvent(event_id=event_id)
    return event


async def add_event(
    tx: AsyncConnection,
    sport: Sport,
    wish: EventWish,
    *,
    owner: UUID,
    by: Actor | System,
    now: datetime,
) -> Event:
    await locks.lock_catalogue(tx)
    schedule = await _schedule(tx, sport, wish, before=None, now=now)
    check_schedule(schedule)
    taken = await store.find_event(tx, sport, schedule.slug)
    new = (new_id(), sport, schedule, EventStatus.SCHEDULED)
    if taken or not await schedules.insert_events(tx, [new]):
        raise SlugTaken(slug=schedule.slug)
    event = await get_event(tx, sport, schedule.slug)
    await _record(tx, "event.added", event, before=None, by=by)
    log.info("event added", event_id=event.id, tenant_id=owner)
    return event


async def change_event(
    tx: AsyncConnection,
    sport: Sport,
    key: str,
    wish: EventWish,
    *,
    check_version: CheckVersion,
    owner: UUID,
    by: Actor,
    now: datetime,
) -> Event:
    """Change what was said of an event, its times and participants above all."""
    before = await _lock(tx, sport, key, owner=owner, check_version=check_version)
    schedule = await _schedule(tx, sport, wish, before=before, now=now)
    check_reschedule(before, schedule)
    if schedule == before.schedule:
        return before
    await hold_events(tx, [before.id])
    await schedules.update_events(tx, [(before.id, schedule, before.status)])
    return await _changed(tx, sport, before, "event.changed", by=by)


async def change_status(
    tx: AsyncConnection,
    sport: Sport,
    key: str,
    status: EventStatus,
    *,
    check_version: CheckVersion,
    owner: UUID,
    by: Actor,
    reason: str,
) -> Event:
    """Say that an event is postponed, cancelled, …  Settling is another matter."""
    before = await _lock(tx, sport, key, owner=owner, check_version=check_version)
    if status is before.status:
        return before
    check_status(before, status)
    await hold_events(tx, [before.id])
    await schedules.update_progress(tx, before, status=status, score=before.score)
    return await _changed(tx, sport, before, "event.status_changed", by=by, reason=reason)


async def tick(
    tx: AsyncConnection,
    sport: Sport,
    key: str,
    score: LiveScore,
    *,
    status: EventStatus,
    owner: UUID,
    by: Actor,
) -> Event:
    """Show the score so far.  No bet goes by it, so only a change of status holds the markets."""
    before = await _lock(tx, sport, key, owner=owner, check_version=_any_version)
    check_score(score, taking_part=taking_part(before.schedule.seats))
    if (score, status) == (before.score, before.status):
        return before
    if status is not before.status:
        check_status(before, status)
        await hold_events(tx, [before.id])
    await schedules.update_progress(tx, before, status=status, score=score)
    return await _changed(tx, sport, before, "event.scored", by=by)


async def _lock(
    tx: AsyncConnection, sport: Sport, key: str, *, owner: UUID, check_version: CheckVersion
) -> Event:
    await locks.lock_catalogue(tx)
    event = await get_event(tx, sport, key)
    check_own_event(event, tenant_id=owner)
    check_version(event.version)
    return event


async def _schedule(
    tx: AsyncConnection, sport: Sport, wish: EventWish, *, before: Event | None, now: datetime
) -> Schedule:
    league = await get_league(tx, sport, wish.league) if wish.league else None
    who = await get_participants(tx, sport, [seat.participant for seat in wish.seats])
    seats = seats_of(wish.seats, who, before=before, now=now)
    return schedule_of(wish, league=league, seats=seats, before=before)


async def _changed(
    tx: AsyncConnection,
    sport: Sport,
    before: Event,
    action: str,
    *,
    by: Actor,
    reason: str | None = None,
) -> Event:
    event = await get_event(tx, sport, str(before.id))
    await _record(tx, action, event, before=before, by=by, reason=reason)
    log.info("event changed", event_id=event.id, version=event.version, status=event.status)
    return event


async def _record(
    tx: AsyncConnection,
    action: str,
    event: Event,
    *,
    before: Event | None,
    by: Actor | System,
    reason: str | None = None,
) -> None:
    await audit.record(
        tx,
        actor=by,
        action=action,
        subject=str(event.id),
        before=before and _facts(before),
        after=_facts(event),
        reason=reason,
    )


def _facts(event: Event) -> dict[str, object]:
    return facts_of(event.schedule, event.status) | {
        "score": msgspec.to_builtins(event.score, str_keys=True),
        "version": event.version,
    }


def _any_version(_version: int) -> None:
    """The next tick is never built on the one before."""
