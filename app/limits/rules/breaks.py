"""Breaks from play: time-outs, self-exclusions, and exclusions from the whole platform.

None of them ends early: they are the promise of somebody who knew why.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.limits.rules.periods import later_by_months
from app.plumbing.refusals import Conflict, Invalid

TIME_OUT_HOURS = range(24, 6 * 7 * 24 + 1)
EXCLUSION_MONTHS = range(6, 121)


class TimeOutOutOfRange(Invalid):
    """A time-out lasts from 24 hours to 6 weeks."""


class ExclusionTooShort(Invalid):
    """An exclusion lasts from 6 months to 10 years."""


class ExclusionIdReused(Conflict):
    """This id already names another exclusion."""


class BreakKind(StrEnum):
    TIME_OUT = "time_out"
    SELF = "self"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    kind: BreakKind
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformExclusion:
    """Of a person, in all communities, whenever they joined."""

    id: UUID
    subject: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    decided_by: str


def time_out(*, hours: int, now: datetime) -> Break:
    if hours not in TIME_OUT_HOURS:
        raise TimeOutOutOfRange(hours=hours, least=TIME_OUT_HOURS[0], most=TIME_OUT_HOURS[-1])
    ends_at = now + timedelta(hours=hours)
    return Break(kind=BreakKind.TIME_OUT, starts_at=now, ends_at=ends_at)


def exclusion(
    *, months: int, now: datetime, time_zone: str, kind: BreakKind = BreakKind.SELF
) -> Break:
    if months not in EXCLUSION_MONTHS:
        raise ExclusionTooShort(months=months, least=EXCLUSION_MONTHS[0], most=EXCLUSION_MONTHS[-1])
    return Break(kind=kind, starts_at=now, ends_at=later_by_months(now, months, time_zone))
