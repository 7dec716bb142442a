"""Entering results: looked at, doubted, saved as a version that waits to be confirmed."""

from dataclasses import dataclass, replace
from uuid import UUID

import msgspec
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.audit import service as audit
from app.catalogue import service as catalogue
from app.catalogue.rules.events import Event, check_own_event, taking_part
from app.catalogue.rules.results import Result, ResultDocument, Source, check_result
from app.catalogue.rules.sports import Sport
from app.plumbing.access import Actor
from app.plumbing.db import read_clock
from app.settlement.rules.plausibility import check_doubts, doubts_about
from app.settlement.rules.rulings import (
    NewRuling,
    ResultEnteredMeanwhile,
    Ruling,
    RulingDocument,
    RulingKind,
    RulingState,
    reasons_for_two,
)
from app.settlement.store import grading
from app.settlement.store import rulings as store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultEntry:
    """`seen_version` is that of the newest result that was known, 0 for none."""

    seen_version: int
    document: ResultDocument
    reason: str | None = None
    anyway_because: str | None = None


async def list_results(
    tx: AsyncConnection, event: Event, *, before: int | None = None, limit: int
) -> list[tuple[Result, Ruling | None]]:
    """The newest version first, each with what was ruled on it."""
    ruled = {each.result_version: each for each in await store.list_of_event(tx, event.id)}
    versions = await catalogue.list_results(tx, event, before=before, limit=limit)
    return [(version, ruled.get(version.version)) for version in versions]


async def enter_result(
    tx: AsyncConnection, sport: Sport, key: str, entry: ResultEntry, *, owner: UUID, by: Actor
) -> Ruling:
    """Whoever says what the newest result says, waiting or in force, is shown that one."""
    await catalogue.hold_catalogue(tx)
    event = await catalogue.get_event(tx, sport, key)
    check_own_event(event, tenant_id=owner)
    check_result(event.scheme, entry.document, taking_part=taking_part(event.schedule.seats))
    await enter_unruled(tx, event.id)
    newest = next(iter(await catalogue.list_results(tx, event, limit=1)), None)
    earlier = await store.find_of_result(tx, event.id, newest.version) if newest else None
    same = newest and newest.document == entry.document
    if earlier and same and earlier.state in {RulingState.PENDING, RulingState.CONFIRMED}:
        return earlier
    _check_seen(newest, entry.seen_version)
    doubts = doubts_about(event, entry.document, now=await read_clock(tx))
    check_doubts(doubts, anyway_because=entry.anyway_because)
    result = await catalogue.add_result(
        tx, event, entry.document, source=Source.HAND, by=by, reason=entry.reason
    )
    new = _new_ruling(event, result, doubts=doubts, anyway_because=entry.anyway_because)
    return await enter_ruling(tx, new, by=by)


async def enter_unruled(tx: AsyncConnection, event_id: UUID | None = None) -> int:
    """Let results that were imported wait to be confirmed, as those do that were entered."""
    now = await read_clock(tx)
    unruled = await grading.list_unruled(tx, event_id)
    for found_id, result in unruled:
        event = await catalogue.get_known_event(tx, found_id)
        doubts = doubts_about(event, result.document, now=now)
        await _enter(tx, _new_ruling(event, result, doubts=doubts), result.entered_by)
    return len(unruled)


async def enter_imported(tx: AsyncConnection) -> None:
    await catalogue.hold_catalogue(tx)
    log.info("imported results wait", count=await enter_unruled(tx))


async def enter_ruling(tx: AsyncConnection, new: NewRuling, *, by: Actor) -> Ruling:
    """Put a ruling in the place of any that still waits on the same matter.

    The catalogue is held.
    """
    ruling = await _enter(tx, new, by.subject)
    await audit.record(
        tx,
        actor=by,
        action="ruling.entered",
        subject=str(ruling.id),
        after=facts_of(new),
        reason=new.document.anyway_because or new.reason,
    )
    return ruling


def facts_of(ruling: NewRuling) -> dict[str, object]:
    return {
        "kind": ruling.kind,
        "event_id": ruling.event_id,
        "market_id": ruling.market_id,
        "result_version": ruling.result_version,
        "document": msgspec.to_builtins(ruling.document),
    }


async def _enter(tx: AsyncConnection, new: NewRuling, entered_by: str) -> Ruling:
    await store.overtake(tx, new)
    ruling_id = await store.insert_ruling(tx, new, entered_by=entered_by)
    [ruling] = await store.find_rulings(tx, [ruling_id])
    interests = await store.find_interests(
        tx, event_id=new.event_id, market_id=new.market_id, subjects={entered_by}
    )
    why = reasons_for_two(
        new.kind, corrects=ruling.corrects, entered_by=entered_by, interests=interests
    )
    if why:
        await store.ask_for_second_person(tx, ruling_id)
    log.info("ruling entered", ruling_id=ruling_id, kind=new.kind, event_id=new.event_id)
    return replace(ruling, second_person=bool(why))


def _new_ruling(
    event: Event, result: Result, *, doubts: list[str], anyway_because: str | None = None
) -> NewRuling:
    return NewRuling(
        kind=RulingKind.RESULT,
        event_tenant_id=event.tenant_id,
        event_id=event.id,
        result_version=result.version,
        document=RulingDocument(doubts=tuple(doubts), anyway_because=anyway_because),
        reason=result.reason,
    )


def _check_seen(newest: Result | None, seen: int) -> None:
    if newest and newest.version != seen:
        raise ResultEnteredMeanwhile(
            seen=seen,
            current=newest.version,
            result=msgspec.to_builtins(newest.document, str_keys=True),
            entered_at=newest.entered_at,
            source=newest.source,
        )
    if newest is None and seen:
        raise ResultEnteredMeanwhile(seen=seen, current=0)
