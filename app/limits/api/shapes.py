"""What of responsible play goes over the wire."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from app.limits import service
from app.limits.rules.breaks import Break, BreakKind, PlatformExclusion
from app.limits.rules.changing import Standing
from app.limits.rules.checking import LimitKind, SetBy
from app.limits.rules.periods import Period
from app.limits.rules.sittings import RealityCheck, Sitting
from app.plumbing.forms import Reason
from app.plumbing.points import POINTS_MAX

LINKS = {
    "self": "/api/limits",
    "time_out": "/api/limits/time-out",
    "self_exclusion": "/api/limits/self-exclusion",
    "reality_check": "/api/limits/reality-check",
}


class LimitIn(Struct, frozen=True, forbid_unknown_fields=True):
    amount: Annotated[
        int,
        Meta(ge=0, le=POINTS_MAX, description="Points, or minutes of play.", examples=[200]),
    ]


class TimeOutIn(Struct, frozen=True, forbid_unknown_fields=True):
    hours: Annotated[int, Meta(description="From 24 hours to 6 weeks (1008).", examples=[72])]


class ExclusionIn(Struct, frozen=True, forbid_unknown_fields=True):
    months: Annotated[
        int, Meta(description="6 or more.  Nobody can end it earlier.", examples=[12])
    ]


class PlatformExclusionIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The sender chooses `id`: sent twice, it counts once."""

    id: UUID
    subject: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=255,
            description="Whom, as the provider knows them.",
            examples=["f3b1c2de-0000-4000-8000-000000000001"],
        ),
    ]
    months: Annotated[int, Meta(description="6 or more.", examples=[12])]
    reason: Reason


class RealityCheckIn(Struct, frozen=True, forbid_unknown_fields=True):
    every_minutes: Annotated[
        int | None, Meta(description="From 5 to 1440; null for never.", examples=[30])
    ]


class PendingOut(Struct, frozen=True):
    """A raise that waits; a null amount removes the limit."""

    amount: int | None
    in_force_at: datetime


class StandingOut(Struct, frozen=True):
    """A limit, what was used of it, and when counting begins anew; a null amount is no limit."""

    kind: LimitKind
    period: Period
    amount: int | None
    used: int
    left: int | None
    resets_at: datetime
    set_by: SetBy
    pending: PendingOut | None

    @classmethod
    def of(cls, standing: Standing) -> "StandingOut":
        waiting = standing.pending
        return cls(
            kind=standing.kind,
            period=standing.period,
            amount=standing.amount,
            used=standing.used,
            left=standing.left,
            resets_at=standing.resets_at,
            set_by=standing.set_by,
            pending=PendingOut(**asdict(waiting)) if waiting else None,
        )


class BreakOut(Struct, frozen=True):
    """A break from play.  Until its end you may read, give points back and export."""

    kind: BreakKind
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, taken: Break) -> "BreakOut":
        return cls(**asdict(taken))


class OverviewOut(Struct, frozen=True):
    """All that holds a player back: their own limits, the community's caps, a break."""

    limits: list[StandingOut]
    caps: list[StandingOut]
    taking_a_break: BreakOut | None
    links: dict[str, str]

    @classmethod
    def of(cls, overview: service.Overview) -> "OverviewOut":
        return cls(
            limits=[StandingOut.of(one) for one in overview.limits],
            caps=[StandingOut.of(one) for one in overview.caps],
            taking_a_break=BreakOut.of(overview.taken) if overview.taken else None,
            links=LINKS,
        )


class SittingOut(Struct, frozen=True):
    began_at: datetime
    minutes: int
    staked: int
    returned: int

    @classmethod
    def of(cls, sitting: Sitting, now: datetime) -> "SittingOut":
        return cls(
            began_at=sitting.began_at,
            minutes=int((now - sitting.began_at).total_seconds() // 60),
            staked=sitting.staked,
            returned=sitting.returned,
        )


class RealityCheckOut(Struct, frozen=True):
    """When to tell the player how long they have played, and what to say."""

    every_minutes: int | None
    next_at: datetime | None
    sitting: SittingOut | None

    @classmethod
    def of(cls, check: RealityCheck, now: datetime) -> "RealityCheckOut":
        return cls(
            every_minutes=check.every_minutes,
            next_at=check.next_at(now),
            sitting=SittingOut.of(check.sitting, now) if check.sitting else None,
        )


class PlatformExclusionOut(Struct, frozen=True):
    id: UUID
    subject: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    decided_by: str

    @classmethod
    def of(cls, exclusion: PlatformExclusion) -> "PlatformExclusionOut":
        return cls(**asdict(exclusion))
