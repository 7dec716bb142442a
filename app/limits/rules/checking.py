"""Whether a player may stake: their breaks, and the limits that they set themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.plumbing.refusals import Conflict, Forbidden


class TakingABreak(Forbidden):
    """You are taking a break from play until the moment shown."""


class OwnLimitReached(Conflict):
    """This stake would pass a limit that you set yourself."""


class LimitKind(StrEnum):
    STAKE = "stake"
    NET_LOSS = "net_loss"
    MINUTES = "minutes"


class Period(StrEnum):
    """Calendar days, weeks from Monday and months, in the community's time zone."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def begins(self, today: date) -> date:
        match self:
            case Period.DAY:
                return today
            case Period.WEEK:
                return today - timedelta(days=today.weekday())
            case Period.MONTH:
                return today.replace(day=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    kind: LimitKind
    period: Period
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayDay:
    """What a player staked and got back on one day, in one competition."""

    day: date
    staked: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What stands between a player and a stake."""

    limits: Sequence[Limit] = ()
    break_until: datetime | None = None
    days: Sequence[PlayDay] = ()


def check_limits(play: Play, *, stake: int, today: date) -> None:
    """Refuse a stake during a break, or past a limit of the day, the week or the month."""
    if play.break_until is not None:
        raise TakingABreak(until=play.break_until)
    for limit in play.limits:
        begins = limit.period.begins(today)
        used = _used(limit.kind, (one for one in play.days if one.day >= begins))
        if limit.kind is not LimitKind.MINUTES and used + stake > limit.amount:
            raise OwnLimitReached(
                limit=limit.kind, period=limit.period, amount=limit.amount, used=used, stake=stake
            )


def _used(kind: LimitKind, days: Iterable[PlayDay]) -> int:
    """A stake counts as lost until it comes back."""
    loss = kind is LimitKind.NET_LOSS
    return sum(one.staked - one.returned if loss else one.staked for one in days)
