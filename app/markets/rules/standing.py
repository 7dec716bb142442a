"""Whether bets on an event that was put off stand at all."""

from datetime import datetime, timedelta


def stands_when_postponed(
    *, planned_at: datetime, played_at: datetime, postponement_hours: int
) -> bool:
    return played_at - planned_at <= timedelta(hours=postponement_hours)
