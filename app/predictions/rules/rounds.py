"""The sheets of a competition: one a round, and one a day for events that are in none.  Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A `name`, or else the `day` of its events; `next_lock` is the first that is still to come."""

    name: str | None
    day: date | None
    events: int
    starts_at: datetime
    next_lock: datetime | None


def current_round(rounds: Sequence[Round]) -> Round | None:
    """The one that locks next, or the last."""
    open_ones = [each for each in rounds if each.next_lock]
    if open_ones:
        return min(open_ones, key=lambda each: (each.next_lock, each.starts_at))
    return rounds[-1] if rounds else None
