"""Looking at predictions: at one's own always, at the others' once they cannot change any more."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions import service as competitions
from app.competitions.rules.events import NotPlayedOn
from app.plumbing.db import read_clock
from app.predictions.rules.predicting import check_predictable
from app.predictions.rules.rounds import Round
from app.predictions.rules.showing import EventNotNamed, EventPredictions, SheetLine, shares_of
from app.predictions.service.entering import get_own_entry
from app.predictions.store import predictions as store
from app.predictions.store import rounds as rounds_store


async def list_sheet(
    tx: AsyncConnection,
    entry_id: UUID,
    *,
    player_id: UUID | None,
    round_name: str | None = None,
    day: tuple[date, ZoneInfo] | None = None,
    after: tuple[datetime, UUID] | None = None,
    limit: int,
) -> tuple[list[SheetLine], datetime]:
    """The player's own sheet, by the beginning of the events; and the moment it was read."""
    entry = await get_own_entry(tx, entry_id, player_id=player_id)
    lines = await store.list_sheet(
        tx,
        entry.competition_id,
        entry_id,
        round_name=round_name,
        day=day,
        after=after,
        limit=limit,
    )
    return lines, await read_clock(tx)


async def list_rounds(tx: AsyncConnection, competition_id: UUID, zone: ZoneInfo) -> list[Round]:
    """What there is a sheet of, by its beginning."""
    return await rounds_store.list_rounds(tx, competition_id, zone)


async def list_predictions(
    tx: AsyncConnection,
    competition_id: UUID,
    event_id: UUID | None,
    *,
    after: UUID | None = None,
    limit: int,
) -> EventPredictions:
    """What all have predicted of an event; before its lock, only how many have."""
    competition = await competitions.get_shown(tx, competition_id, in_the_making=False)
    if event_id is None:
        raise EventNotNamed(missing="event")
    # The clock before the event: what was open at that moment is not shown, whatever follows.
    now = await read_clock(tx)
    event = (await store.find_events(tx, competition_id, [event_id])).get(event_id)
    if event is None:
        raise NotPlayedOn(event_id=event_id)
    check_predictable(event)
    counts = await store.count_by_sign(tx, competition_id, event_id)
    predicted = sum(counts.values())
    if not event.is_shown(now):
        return EventPredictions(event=event, predicted=predicted, shown=False)
    items = await store.list_of_event(tx, competition_id, event_id, after=after, limit=limit)
    return EventPredictions(
        event=event,
        predicted=predicted,
        shown=True,
        shares=shares_of(counts, competition.settings.predictions),
        items=tuple(items),
    )
