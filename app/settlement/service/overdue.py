"""Looking for events whose hours are over, and settling what was bet on them."""

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.db import read_clock
from app.settlement.rules.postponing import IN_TIME, TOO_LATE, is_void
from app.settlement.rules.runs import Cause
from app.settlement.service import running
from app.settlement.store import postponing as store

log = structlog.get_logger()


async def settle_overdue(tx: AsyncConnection) -> None:
    """A run for each event that counts otherwise than before, or has new bets all the same."""
    now = await read_clock(tx)
    causes = {}
    for playing in await store.list_put_off(tx):
        void = is_void(playing, now=now)
        if void != playing.void or playing.has_new_bets:
            causes[playing.event_id] = Cause(
                event_tenant_id=playing.event_tenant_id,
                event_id=playing.event_id,
                reason=TOO_LATE if void else IN_TIME,
            )
    for cause in causes.values():
        await running.begin_run(tx, cause)
    if causes:
        log.info("overdue events settled", count=len(causes))
