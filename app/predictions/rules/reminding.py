"""When players are reminded of a lock, by the clock on their wall."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# So long before the lock, and never while most people sleep.
NOTICE = timedelta(hours=3)
MORNING, EVENING, NIGHT = time(8), time(21), time(22)


def remind_until(now: datetime, zone: ZoneInfo) -> datetime | None:
    """Up to which lock a player is reminded at this moment; None while they may sleep.

    In the evening that goes for the whole night, and for what locks soon after it.
    """
    local = now.astimezone(zone)
    if not MORNING <= local.time() < NIGHT:
        return None
    if local.time() < EVENING:
        return now + NOTICE
    morning = datetime.combine(local.date() + timedelta(days=1), MORNING, tzinfo=zone)
    return morning + NOTICE
