"""Sittings: play without a long pause, and the reality checks within them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.plumbing.refusals import Invalid

# A sitting ends when nothing is done for so long.
PAUSE = timedelta(minutes=30)
CHECK_MINUTES = range(5, 1441)


class CheckOutOfRange(Invalid):
    """A reality check comes every 5 minutes to 24 hours, or never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    began_at: datetime
    last_minute_at: datetime
    staked: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RealityCheck:
    """What a player asked to be told every so many minutes of a sitting."""

    every_minutes: int | None
    sitting: Sitting | None
    seen_at: datetime | None = None

    def next_at(self, now: datetime) -> datetime | None:
        if self.every_minutes is None or self.sitting is None:
            return None
        every = timedelta(minutes=self.every_minutes)
        began = self.sitting.began_at
        return began + ((now - began) // every + 1) * every

    def due_at(self, now: datetime) -> datetime | None:
        """The check that has come and that its player has not seen yet."""
        next_at = self.next_at(now)
        if next_at is None or self.every_minutes is None or self.sitting is None:
            return None
        newest = next_at - timedelta(minutes=self.every_minutes)
        seen = self.seen_at is not None and self.seen_at >= newest
        return None if seen or newest <= self.sitting.began_at else newest


def goes_on(last_minute_at: datetime, now: datetime) -> bool:
    return now - last_minute_at <= PAUSE


def check_interval(every_minutes: int | None) -> None:
    if every_minutes is not None and every_minutes not in CHECK_MINUTES:
        raise CheckOutOfRange(least=CHECK_MINUTES[0], most=CHECK_MINUTES[-1])
