"""Keeping it true which events a competition counts, whenever bets are brought into line."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.db import read_clock
from app.settlement.rules.postponing import is_void
from app.settlement.store import postponing as store

log = structlog.get_logger()


async def judge_put_off(tx: AsyncConnection, event_id: UUID) -> None:
    """An event that came too late is void where it did; one that came in time no longer is."""
    now = await read_clock(tx)
    for playing in await store.list_put_off(tx, event_id):
        void = is_void(playing, now=now)
        if void == playing.void:
            continue
        await store.save_void(tx, playing, void=void)
        competition_id = playing.competition_id
        if void:
            log.info("event voided", event_id=event_id, competition_id=competition_id)
        else:
            log.info("event counted again", event_id=event_id, competition_id=competition_id)
