"""Telling players that a limit of theirs is used up.

Looked after by a job: what a refusal would write is rolled back with it, and bets have no time.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from app.identity.rules.players import today_in
from app.limits.rules.periods import Period
from app.limits.store import telling as store
from app.tenants import service as tenants


async def tell_reached(tx: AsyncConnection, *, now: datetime) -> None:
    """Once a limit and period."""
    settings = (await tenants.get_current(tx)).settings
    today = today_in(settings.time_zone, now)
    await store.tell_reached(tx, {period: period.begins(today) for period in Period})
