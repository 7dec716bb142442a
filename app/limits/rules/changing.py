"""Changing a limit: down at once, up after a day.

Changes are added, never rewritten; in force is what was made last among all whose time has come.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.limits.rules.checking import LimitKind, SetBy
from app.limits.rules.periods import Period

# The day that somebody has to think again.
WAIT = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """No amount: no limit."""

    amount: int | None
    in_force_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A limit as its player sees it.  A raise that waits is `pending`."""

    kind: LimitKind
    period: Period
    amount: int | None = None
    pending: Change | None = None
    used: int = 0
    resets_at: datetime
    set_by: SetBy = SetBy.PLAYER

    @property
    def left(self) -> int | None:
        return None if self.amount is None else max(0, self.amount - self.used)


def plan_change(
    wanted: int | None, *, current: int | None, pending: Change | None, now: datetime
) -> list[Change]:
    """What to add so that the wanted amount comes into force when it may."""
    take_back = [Change(amount=current, in_force_at=now)] if pending else []
    if pending and pending.amount == wanted:
        return []
    if wanted == current:
        return take_back
    if is_raise(wanted, above=current):
        return [*take_back, Change(amount=wanted, in_force_at=now + WAIT)]
    return [Change(amount=wanted, in_force_at=now)]


def is_raise(wanted: int | None, *, above: int | None) -> bool:
    if above is None:
        return False
    return wanted is None or wanted > above
