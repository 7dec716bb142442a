"""Reminding players of events that lock soon and that they have not predicted."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from app.predictions.rules.reminding import remind_until
from app.predictions.store import reminding as store
from app.tenants import service as tenants
from app.tenants.rules import Feature


async def remind(tx: AsyncConnection, *, now: datetime) -> None:
    """Once a day of theirs and competition at most, and only of what they have not predicted."""
    community = await tenants.get_current(tx)
    if Feature.PREDICTIONS not in community.settings.features:
        return
    zones = await store.list_zones(tx)
    until = {zone: remind_until(now, ZoneInfo(zone)) for zone in zones}
    awake = {zone: latest for zone, latest in until.items() if latest}
    if awake:
        await store.remind(tx, awake, now=now)
