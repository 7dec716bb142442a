"""What a competition is played on: added by the event or the league, taken away before any bet."""

from collections.abc import Mapping
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue import service as catalogue
from app.competitions.rules.announcements import AnnouncementKind
from app.competitions.rules.competitions import Competition, check_not_over
from app.competitions.rules.events import (
    EventHasBets,
    NoEventToAdd,
    NotPlayedOn,
    PlayedEvent,
)
from app.competitions.service.competitions import announce, hold_competition, spread
from app.competitions.store import events as store
from app.plumbing.access import Actor

log = structlog.get_logger()


async def add_event(
    tx: AsyncConnection, competition_id: UUID, event_id: UUID, *, by: Actor | System
) -> None:
    """Adding it again changes nothing."""
    competition = await hold_competition(tx, competition_id)
    check_not_over(competition)
    if not await store.is_to_play_on(tx, event_id=event_id):
        raise NoEventToAdd(event_id=event_id)
    added = await store.add_events(tx, competition_id, event_id=event_id)
    await _tell_of_added(tx, competition, added, by=by)


async def add_league(
    tx: AsyncConnection, competition_id: UUID, league_id: UUID, *, by: Actor | System
) -> list[UUID]:
    """Add all events of the league that have not ended; returns those that are new."""
    competition = await hold_competition(tx, competition_id)
    check_not_over(competition)
    if not await store.is_to_play_on(tx, league_id=league_id):
        raise NoEventToAdd(league_id=league_id)
    added = await store.add_events(tx, competition_id, league_id=league_id)
    await _tell_of_added(tx, competition, added, by=by)
    return added


async def remove_event(
    tx: AsyncConnection, competition_id: UUID, event_id: UUID, *, by: Actor
) -> None:
    # No bet and no prediction is under way while we look for them.
    await catalogue.hold_visible(tx, event_id)
    competition = await hold_competition(tx, competition_id)
    check_not_over(competition)
    if await store.has_bets(tx, competition_id, event_id):
        raise EventHasBets(event_id=event_id)
    if not await store.delete_event(tx, competition_id, event_id):
        raise NotPlayedOn(event_id=event_id)
    await announce(tx, competition, AnnouncementKind.EVENT_REMOVED, {"event_id": str(event_id)})
    await audit.record(
        tx,
        actor=by,
        action="competition.event_removed",
        subject=str(competition_id),
        before={"event_id": event_id},
    )
    log.info("competition event removed", competition_id=competition_id, event_id=event_id)


async def list_events(
    tx: AsyncConnection, competition_id: UUID, *, after: UUID | None = None, limit: int
) -> list[PlayedEvent]:
    """By their beginning."""
    return await store.list_events(tx, competition_id, after=after, limit=limit)


async def announce_ruling(tx: AsyncConnection, event_id: UUID, facts: Mapping[str, object]) -> None:
    """Tell whoever plays on an event what was corrected, and why: once, however often asked."""
    for told in await store.announce_ruling(tx, event_id, AnnouncementKind.RULED, facts):
        await spread(tx, told)


async def _tell_of_added(
    tx: AsyncConnection, competition: Competition, added: list[UUID], *, by: Actor | System
) -> None:
    if not added:
        return
    facts: dict[str, object] = {"event_ids": [str(event_id) for event_id in added]}
    await announce(tx, competition, AnnouncementKind.EVENTS_ADDED, facts)
    await audit.record(
        tx,
        actor=by,
        action="competition.events_added",
        subject=str(competition.id),
        after=facts,
    )
    log.info("competition events added", competition_id=competition.id, count=len(added))
