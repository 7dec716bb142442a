"""What a player may not pass: each limit on both sides of its boundary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.limits.rules.checking import (
    Limit,
    LimitKind,
    LossLimitReached,
    Play,
    PlayDay,
    SetBy,
    StakeLimitReached,
    TakingABreak,
    TimeLimitReached,
    check_limits,
    limits_of,
)
from app.limits.rules.periods import Period
from app.tenants.rules import StakeCaps

# A Wednesday; its week began on 28 September, in another month.
TODAY = date(2026, 10, 1)
SUNDAY, MONDAY, WEDNESDAY = date(2026, 9, 27), date(2026, 9, 28), date(2026, 9, 30)
OF_STAKES = Limit(kind=LimitKind.STAKE, period=Period.DAY, amount=100)
PLAY = Play(limits=[OF_STAKES], days=[PlayDay(day=TODAY, staked=60)])


def test_a_stake_may_use_up_the_limit() -> None:
    check_limits(PLAY, stake=40, today=TODAY)


def test_no_stake_passes_the_limit_by_a_point() -> None:
    with pytest.raises(StakeLimitReached) as refusal:
        check_limits(PLAY, stake=41, today=TODAY)

    assert refusal.value.facts == {
        "period": Period.DAY,
        "limit": 100,
        "used": 60,
        "set_by": SetBy.PLAYER,
        "resets_at": datetime(2026, 10, 2, tzinfo=UTC),
    }


def test_yesterday_does_not_count_for_today() -> None:
    check_limits(replace(PLAY, days=[PlayDay(day=WEDNESDAY, staked=60)]), stake=100, today=TODAY)


def test_a_week_begins_on_monday() -> None:
    weekly = replace(PLAY, limits=[replace(OF_STAKES, period=Period.WEEK)])

    check_limits(replace(weekly, days=[PlayDay(day=SUNDAY, staked=60)]), stake=41, today=TODAY)
    with pytest.raises(StakeLimitReached):
        check_limits(replace(weekly, days=[PlayDay(day=MONDAY, staked=60)]), stake=41, today=TODAY)


def test_a_month_begins_on_the_first() -> None:
    monthly = replace(PLAY, limits=[replace(OF_STAKES, period=Period.MONTH)])

    check_limits(replace(monthly, days=[PlayDay(day=WEDNESDAY, staked=60)]), stake=41, today=TODAY)
    with pytest.raises(StakeLimitReached):
        check_limits(monthly, stake=41, today=TODAY)


def test_what_came_back_is_not_lost() -> None:
    of_losses = replace(OF_STAKES, kind=LimitKind.NET_LOSS)
    play = Play(limits=[of_losses], days=[PlayDay(day=TODAY, staked=90, returned=30)])

    check_limits(play, stake=40, today=TODAY)
    with pytest.raises(LossLimitReached):
        check_limits(play, stake=41, today=TODAY)


def test_time_is_up_with_the_last_minute() -> None:
    of_time = Limit(kind=LimitKind.MINUTES, period=Period.DAY, amount=60)

    check_limits(
        Play(limits=[of_time], days=[PlayDay(day=TODAY, minutes=59)]), stake=1, today=TODAY
    )
    with pytest.raises(TimeLimitReached):
        check_limits(
            Play(limits=[of_time], days=[PlayDay(day=TODAY, minutes=60)]), stake=0, today=TODAY
        )


def test_a_prediction_stakes_nothing_and_passes_no_limit_of_points() -> None:
    check_limits(replace(PLAY, days=[PlayDay(day=TODAY, staked=101)]), stake=0, today=TODAY)


def test_nobody_plays_in_a_break() -> None:
    until = datetime(2026, 10, 2, tzinfo=UTC)

    with pytest.raises(TakingABreak) as refusal:
        check_limits(Play(break_until=until), stake=0, today=TODAY)

    assert refusal.value.facts == {"until": until}


def test_the_community_may_cap_what_anybody_stakes() -> None:
    caps = list(limits_of(StakeCaps(day=50, month=900)))

    assert [(cap.period, cap.amount) for cap in caps] == [(Period.DAY, 50), (Period.MONTH, 900)]
    with pytest.raises(StakeLimitReached) as refusal:
        check_limits(Play(limits=caps), stake=51, today=TODAY)
    assert refusal.value.facts["set_by"] is SetBy.COMMUNITY


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 3, 29), 23),  # Summer time begins in Berlin, and the day is short.
        (date(2026, 10, 25), 25),
        (date(2026, 10, 26), 24),
    ],
)
def test_a_day_is_as_long_as_the_calendar_says(day: date, hours: int) -> None:
    begins = Period.DAY.resets_at(day - timedelta(days=1), "Europe/Berlin")

    assert Period.DAY.resets_at(day, "Europe/Berlin") - begins == timedelta(hours=hours)


def test_a_day_without_midnight_begins_when_the_clocks_change() -> None:
    # In Santiago, 6 September 2026 begins at 01:00.
    begins = Period.DAY.resets_at(date(2026, 9, 5), "America/Santiago")

    assert begins == datetime(2026, 9, 6, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "next_begins"),
    [
        (Period.DAY, date(2027, 1, 1)),
        (Period.WEEK, date(2027, 1, 4)),
        (Period.MONTH, date(2027, 1, 1)),
    ],
)
def test_periods_go_on_in_the_new_year(period: Period, next_begins: date) -> None:
    assert period.next_begins(date(2026, 12, 31)) == next_begins
