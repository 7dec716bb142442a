"""Whether a player may play: their breaks, their own limits, and the community's caps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.limits.rules.periods import Period
from app.plumbing.refusals import Conflict, Forbidden
from app.tenants.rules import StakeCaps


class TakingABreak(Forbidden):
    """You are taking a break from play until the moment shown."""


class StakeLimitReached(Conflict):
    """This stake would pass a limit on your stakes."""


class LossLimitReached(Conflict):
    """Losing this stake would pass your limit on losses."""


class TimeLimitReached(Conflict):
    """You have played for as long as you allowed yourself."""


class LimitKind(StrEnum):
    STAKE = "stake"
    NET_LOSS = "net_loss"
    MINUTES = "minutes"


class SetBy(StrEnum):
    PLAYER = "player"
    COMMUNITY = "community"


REFUSALS = {
    LimitKind.STAKE: StakeLimitReached,
    LimitKind.NET_LOSS: LossLimitReached,
    LimitKind.MINUTES: TimeLimitReached,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    kind: LimitKind
    period: Period
    amount: int
    set_by: SetBy = SetBy.PLAYER


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayDay:
    """How a player played on one day, or a part of it."""

    day: date
    staked: int = 0
    returned: int = 0
    minutes: int = 0

    def counts_for(self, kind: LimitKind) -> int:
        match kind:
            case LimitKind.STAKE:
                return self.staked
            case LimitKind.NET_LOSS:
                # A stake counts as lost until it comes back.
                return self.staked - self.returned
            case LimitKind.MINUTES:
                return self.minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What stands between a player and a stake."""

    limits: Sequence[Limit] = ()
    break_until: datetime | None = None
    days: Sequence[PlayDay] = ()
    time_zone: str = "UTC"


def check_limits(play: Play, *, stake: int, today: date) -> None:
    """Refuse to play during a break, or past a limit of the day, the week or the month.

    A prediction has no stake: breaks and time count for it, points do not.
    """
    check_break(play)
    for limit in play.limits:
        check_limit(limit, play, stake=stake, today=today)


def check_break(play: Play) -> None:
    if play.break_until is not None:
        raise TakingABreak(until=play.break_until)


def check_limit(limit: Limit, play: Play, *, stake: int, today: date) -> None:
    used = used_of(limit.kind, limit.period, play.days, today)
    if _passes(limit, used, stake):
        raise REFUSALS[limit.kind](
            period=limit.period,
            limit=limit.amount,
            used=used,
            set_by=limit.set_by,
            resets_at=limit.period.resets_at(today, play.time_zone),
        )


def _passes(limit: Limit, used: int, stake: int) -> bool:
    if limit.kind is LimitKind.MINUTES:
        return used >= limit.amount
    return stake > 0 and used + stake > limit.amount


def used_of(kind: LimitKind, period: Period, days: Sequence[PlayDay], today: date) -> int:
    begins = period.begins(today)
    return sum(one.counts_for(kind) for one in days if one.day >= begins)


def limits_of(caps: StakeCaps) -> Iterator[Limit]:
    """The community's caps as limits of each player."""
    amounts = {Period.DAY: caps.day, Period.WEEK: caps.week, Period.MONTH: caps.month}
    for period, amount in amounts.items():
        if amount is not None:
            yield Limit(kind=LimitKind.STAKE, period=period, amount=amount, set_by=SetBy.COMMUNITY)
