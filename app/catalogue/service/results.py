"""Results by version: kept and read.  Who enters them, and what is paid by them, lies above."""

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit.rules import System
from app.catalogue.rules.events import Event, EventStatus, taking_part
from app.catalogue.rules.results import (
    Result,
    ResultDocument,
    Source,
    check_correction,
    check_result,
)
from app.catalogue.service.holding import author_of
from app.catalogue.store import results as store
from app.catalogue.store import schedules
from app.plumbing.access import Actor

log = structlog.get_logger()


async def list_results(
    tx: AsyncConnection, event: Event, *, before: int | None = None, limit: int
) -> list[Result]:
    """The newest version first."""
    return await store.list_results(tx, event, before=before, limit=limit)


async def add_result(
    tx: AsyncConnection,
    event: Event,
    document: ResultDocument,
    *,
    source: Source,
    by: Actor | System,
    reason: str | None = None,
) -> Result:
    """Add a version of an event's result, for somebody to confirm.

    The catalogue is held, and whoever asks puts it on record.
    """
    check_result(event.scheme, document, taking_part=taking_part(event.schedule.seats))
    newest = (await store.find_newest(tx, [event.id])).get(event.id)
    check_correction(newest, reason)
    result = Result(
        version=newest.version + 1 if newest else 1,
        document=document,
        source=source,
        entered_by=author_of(by),
        reason=reason,
    )
    await store.insert_results(tx, [(event.id, result)])
    return (await store.list_results(tx, event, limit=1))[0]


async def conclude_event(tx: AsyncConnection, event: Event, *, status: EventStatus) -> None:
    """Note how far it has come, by a result that was confirmed.  Catalogue and event are held.

    When it truly started stays with the result, so that a later one may say otherwise, or nothing.
    """
    if status is not event.status:
        await schedules.update_events(tx, [(event.id, event.schedule, status)])
        log.info("event changed", event_id=event.id, version=event.version + 1, status=status)
