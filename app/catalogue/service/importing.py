"""Importing a file: first shown, then done exactly as it was shown, or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue.rules.events import Event
from app.catalogue.rules.importing.planning import plan
from app.catalogue.rules.importing.plans import (
    Action,
    Difference,
    EventStep,
    Known,
    Plan,
    check_digest,
)
from app.catalogue.rules.importing.wanted import ImportRefused, Reading, WantedEvent
from app.catalogue.rules.results import Result, ResultDocument, Source
from app.catalogue.rules.slugs import SlugTaken
from app.catalogue.rules.sports import Sport
from app.catalogue.service.holding import author_of, hold_events
from app.catalogue.store import events as events_store
from app.catalogue.store import imports, locks, schedules
from app.catalogue.store import results as results_store
from app.catalogue.store import sports as sports_store
from app.plumbing import jobs
from app.plumbing.access import Actor
from app.plumbing.ids import new_id

log = structlog.get_logger()


async def preview_import(tx: AsyncConnection, reading: Reading, *, owner: UUID) -> Difference:
    """What the file would change, or every complaint about it."""
    planned = await _plan(tx, reading, owner)
    _check_complaints(reading, planned)
    return planned.difference


async def apply_import(
    tx: AsyncConnection, reading: Reading, *, digest: str, owner: UUID, by: Actor | System
) -> Difference:
    """Do what was previewed under this digest, all of it.

    Sent again, what was done already is told again, whatever has happened since.
    """
    await locks.lock_catalogue(tx)
    planned = await _plan(tx, reading, owner)
    difference = planned.difference
    if difference.digest != digest and (done := await imports.find_import(tx, digest, reading)):
        return done
    _check_complaints(reading, planned)
    check_digest(difference, digest)
    changed = [step for step in planned.events if step.action is Action.CHANGED]
    await hold_events(tx, [step.id for step in changed])
    await _add_what_is_new(tx, planned)
    await schedules.update_events(tx, [(s.id, s.wanted, s.status) for s in changed])
    await _add_results(tx, planned.events, author=author_of(by))
    await imports.insert_import(tx, digest, reading, difference)
    counts = difference.counts
    if counts[Action.ADDED] or changed:
        await audit.record(tx, actor=by, action="catalogue.imported", subject=digest, after=counts)
    if any(step.result for step in planned.events):
        await jobs.enqueue(
            tx, "settlement.enter_imported", tenant_id=owner, queueing_lock="enter_imported"
        )
    log.info("catalogue imported", count=len(planned.events), changed_count=len(changed))
    return difference


async def _plan(tx: AsyncConnection, reading: Reading, owner: UUID) -> Plan:
    return plan(reading.events, await _known(tx, reading.events, owner), new_id=new_id)


def _check_complaints(reading: Reading, planned: Plan) -> None:
    if complaints := (*reading.complaints, *planned.complaints):
        raise ImportRefused(complaints)


async def _add_what_is_new(tx: AsyncConnection, planned: Plan) -> None:
    sport_of = planned.sport_of
    new = [
        (step.id, sport_of[step.sport], step.wanted, step.status)
        for step in planned.events
        if step.action is Action.ADDED
    ]
    # Under the catalogue's lock nobody else takes these slugs; the schema says it once more.
    if not (
        await sports_store.insert_sports(tx, planned.sports)
        and await sports_store.insert_leagues(
            tx, [(sport_of[sport], league) for sport, league in planned.leagues]
        )
        and await sports_store.insert_participants(
            tx, [(sport_of[sport], who) for sport, who in planned.participants]
        )
        and await schedules.insert_events(tx, new)
    ):
        raise SlugTaken


async def _add_results(tx: AsyncConnection, steps: Sequence[EventStep], *, author: str) -> None:
    with_result = [step for step in steps if step.result]
    newest = await results_store.find_newest(tx, [step.id for step in with_result])
    await results_store.insert_results(
        tx,
        [
            (
                step.id,
                Result(
                    version=newest[step.id].version + 1 if step.id in newest else 1,
                    document=step.result,
                    source=Source.IMPORT,
                    entered_by=author,
                    reason="imported again" if step.id in newest else None,
                ),
            )
            for step in with_result
            if step.result
        ],
    )


async def _known(tx: AsyncConnection, wanted: Sequence[WantedEvent], owner: UUID) -> Known:
    sports = await sports_store.find_sports(tx, {each.sport for each in wanted})
    slug_of = {sport.id: slug for slug, sport in sports.items()}
    leagues = await sports_store.find_leagues(
        tx, _keys(sports, ((each.sport, each.league) for each in wanted))
    )
    participants = await sports_store.find_participants(
        tx, _keys(sports, ((e.sport, seat.slug) for e in wanted for seat in e.seats))
    )
    events = await events_store.find_events(
        tx, _keys(sports, ((each.sport, each.slug) for each in wanted))
    )
    return Known(
        tenant_id=owner,
        sports=sports,
        leagues={(slug_of[sport], slug): found for (sport, slug), found in leagues.items()},
        participants={(slug_of[sport], slug): who for (sport, slug), who in participants.items()},
        events={(slug_of[sport], slug): event for (sport, slug), event in events.items()},
        results=await _documents(tx, list(events.values())),
    )


async def _documents(tx: AsyncConnection, events: Sequence[Event]) -> dict[UUID, ResultDocument]:
    newest = await results_store.find_newest(tx, [event.id for event in events])
    return {event_id: result.document for event_id, result in newest.items()}


def _keys(
    sports: Mapping[str, Sport], slugs: Iterable[tuple[str, str | None]]
) -> set[tuple[UUID, str]]:
    return {(sports[sport].id, slug) for sport, slug in slugs if sport in sports and slug}
