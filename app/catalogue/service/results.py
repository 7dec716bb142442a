"""Results by version: kept and read.  Who enters them, and what is paid by them, lies above."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.audit.rules import System
from app.catalogue.rules.events import Event, check_own_event, taking_part
from app.catalogue.rules.results import (
    Result,
    ResultDocument,
    Source,
    check_correction,
    check_result,
)
from app.catalogue.rules.sports import Sport
from app.catalogue.service.events import get_event
from app.catalogue.service.holding import author_of, hold_events
from app.catalogue.store import locks
from app.catalogue.store import results as store
from app.plumbing.access import Actor


async def list_results(tx: AsyncConnection, event: Event) -> list[Result]:
    """The newest version first."""
    return await store.list_results(tx, event)


async def add_result(
    tx: AsyncConnection,
    sport: Sport,
    key: str,
    document: ResultDocument,
    *,
    source: Source,
    owner: UUID,
    by: Actor | System,
    reason: str | None = None,
) -> Result:
    """Add a version of an event's result; one that says what the newest says adds nothing."""
    await locks.lock_catalogue(tx)
    event = await get_event(tx, sport, key)
    check_own_event(event, tenant_id=owner)
    check_result(event.scheme, document, taking_part=taking_part(event.schedule.seats))
    await hold_events(tx, [event.id])
    newest = (await store.find_newest(tx, [event.id])).get(event.id)
    if newest and newest.document == document:
        return newest
    check_correction(newest, reason)
    result = Result(
        version=newest.version + 1 if newest else 1,
        document=document,
        source=source,
        entered_by=author_of(by),
        reason=reason,
    )
    await store.insert_results(tx, [(event.id, result)])
    await audit.record(
        tx,
        actor=by,
        action="result.added",
        subject=str(event.id),
        before=msgspec.to_builtins(newest and newest.document, str_keys=True),
        after=msgspec.to_builtins(document, str_keys=True),
        reason=reason,
    )
    return (await store.list_results(tx, event))[0]
