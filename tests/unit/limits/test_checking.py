"""Breaks and limits of one's own, both sides of each boundary."""

from datetime import UTC, date, datetime

import pytest

from app.limits.rules.checking import (
    Limit,
    LimitKind,
    OwnLimitReached,
    Period,
    Play,
    PlayDay,
    TakingABreak,
    check_limits,
)

# A Thursday.
TODAY = date(2026, 6, 11)
MONDAY, SUNDAY = date(2026, 6, 8), date(2026, 6, 7)
FIRST, LAST = date(2026, 6, 1), date(2026, 5, 31)


def play(kind: LimitKind, period: Period, day: date) -> Play:
    """With a limit of 100, and a day on which 70 were staked and 20 came back."""
    return Play(
        limits=[Limit(kind=kind, period=period, amount=100)],
        days=[PlayDay(day=day, staked=70, returned=20)],
    )


@pytest.mark.parametrize(
    ("period", "day", "counts"),
    [
        (Period.DAY, TODAY, True),
        (Period.DAY, date(2026, 6, 10), False),
        (Period.WEEK, MONDAY, True),
        (Period.WEEK, SUNDAY, False),
        (Period.MONTH, FIRST, True),
        (Period.MONTH, LAST, False),
    ],
)
@pytest.mark.parametrize(("kind", "left"), [(LimitKind.STAKE, 30), (LimitKind.NET_LOSS, 50)])
def test_a_limit_is_reached_and_not_passed(
    kind: LimitKind, left: int, period: Period, day: date, *, counts: bool
) -> None:
    most = left if counts else 100
    check_limits(play(kind, period, day), stake=most, today=TODAY)

    with pytest.raises(OwnLimitReached) as refusal:
        check_limits(play(kind, period, day), stake=most + 1, today=TODAY)

    assert refusal.value.facts["used"] == 100 - most


def test_minutes_limit_no_stake() -> None:
    check_limits(play(LimitKind.MINUTES, Period.DAY, TODAY), stake=1_000, today=TODAY)


def test_a_break_takes_no_stake() -> None:
    until = datetime(2026, 6, 12, tzinfo=UTC)

    with pytest.raises(TakingABreak):
        check_limits(Play(break_until=until), stake=1, today=TODAY)
