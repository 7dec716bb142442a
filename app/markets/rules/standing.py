"""Whether bets on an event stand at all: bets that came late, events that were put off."""

from datetime import datetime, timedelta


def came_late(*, accepted_at: datetime, true_start_at: datetime) -> bool:
    """A bet that was accepted after the event had truly begun is void."""
    return accepted_at > true_start_at


def stands_when_postponed(
    *, planned_at: datetime, played_at: datetime, postponement_hours: int
) -> bool:
    return played_at - planned_at <= timedelta(hours=postponement_hours)
