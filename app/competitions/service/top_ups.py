"""Points that running competitions give from time to time."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.competitions.rules.competitions import Competition
from app.competitions.rules.grants import period_of, top_up_grant
from app.competitions.service.competitions import hold_competition
from app.competitions.store import competitions as competitions_store
from app.competitions.store import entries as store
from app.ledger import service as ledger
from app.tenants import service as tenants

log = structlog.get_logger()

# As many entries as one transaction takes on.
CHUNK = 500


async def top_up(tx: AsyncConnection, *, now: datetime) -> bool:
    """Top up a chunk of the community's entries; true while there may be more.

    A period that passed while no worker lived is not made up for: its points were for playing in
    it, and settings may have changed since.
    """
    time_zone = (await tenants.get_current(tx)).settings.time_zone
    room = CHUNK
    for due in await competitions_store.list_topping_up(tx):
        competition = await hold_competition(tx, due.id)
        if competition.starts_at <= now < competition.ends_at:
            room -= await _top_up(tx, competition, now=now, time_zone=time_zone, limit=room)
        if room == 0:
            return True
    return False


async def _top_up(
    tx: AsyncConnection, competition: Competition, *, now: datetime, time_zone: str, limit: int
) -> int:
    wanted = competition.settings.top_up
    if wanted is None:
        return 0
    period = period_of(wanted.every, now, time_zone=time_zone)
    begun_at = datetime.combine(period, time.min, ZoneInfo(time_zone))
    due = await store.lock_due(tx, competition.id, period=period, begun_at=begun_at, limit=limit)
    if not due:
        return 0
    await ledger.post_many(
        tx,
        [
            top_up_grant(entry_id, bank=competition.id, points=wanted.points, period=period)
            for entry_id in due
        ],
    )
    await store.mark_topped_up(tx, due, period)
    log.info("entries topped up", competition_id=competition.id, count=len(due))
    return len(due)
