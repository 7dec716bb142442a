"""How long a break lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from app.limits.rules.breaks import ExclusionTooShort, TimeOutOutOfRange, exclusion, time_out
from app.limits.rules.periods import later_by_months
from app.limits.rules.sittings import (
    CheckOutOfRange,
    RealityCheck,
    Sitting,
    check_interval,
    goes_on,
)

NOW = datetime(2026, 8, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize("hours", [24, 6 * 7 * 24])
def test_a_time_out_lasts_a_day_to_six_weeks(hours: int) -> None:
    assert time_out(hours=hours, now=NOW).ends_at == NOW + timedelta(hours=hours)


@pytest.mark.parametrize("hours", [-24, 0, 23, 6 * 7 * 24 + 1])
def test_no_time_out_is_shorter_or_longer(hours: int) -> None:
    with pytest.raises(TimeOutOutOfRange):
        time_out(hours=hours, now=NOW)


@pytest.mark.parametrize("months", [6, 120])
def test_an_exclusion_lasts_six_months_to_ten_years(months: int) -> None:
    assert exclusion(months=months, now=NOW, time_zone="UTC").ends_at > NOW + timedelta(days=180)


@pytest.mark.parametrize("months", [-6, 0, 5, 121])
def test_no_exclusion_is_shorter_or_longer(months: int) -> None:
    with pytest.raises(ExclusionTooShort):
        exclusion(months=months, now=NOW, time_zone="UTC")


def test_six_months_end_on_the_same_day_or_the_one_after() -> None:
    # There is no 31 February.
    assert later_by_months(NOW, 6, "UTC") == datetime(2027, 3, 1, 12, tzinfo=UTC)
    assert later_by_months(NOW, 12, "UTC") == datetime(2027, 8, 31, 12, tzinfo=UTC)


def test_six_months_keep_the_time_of_day_across_summer_time() -> None:
    noon_in_berlin = datetime(2026, 8, 1, 10, tzinfo=UTC)

    assert later_by_months(noon_in_berlin, 6, "Europe/Berlin") == datetime(
        2027, 2, 1, 11, tzinfo=UTC
    )


def test_the_next_reality_check_is_never_now() -> None:
    sitting = Sitting(began_at=NOW, last_minute_at=NOW)
    check = RealityCheck(every_minutes=30, sitting=sitting)

    assert check.next_at(NOW + timedelta(minutes=29)) == NOW + timedelta(minutes=30)
    assert check.next_at(NOW + timedelta(minutes=30)) == NOW + timedelta(minutes=60)


def test_who_wants_no_reality_check_gets_none() -> None:
    sitting = Sitting(began_at=NOW, last_minute_at=NOW)

    assert RealityCheck(every_minutes=None, sitting=sitting).next_at(NOW) is None
    assert RealityCheck(every_minutes=30, sitting=None).next_at(NOW) is None


def test_a_sitting_ends_with_a_pause_of_over_half_an_hour() -> None:
    assert goes_on(NOW, NOW + timedelta(minutes=30))
    assert not goes_on(NOW, NOW + timedelta(minutes=31))


@pytest.mark.parametrize("every", [4, 1441, 0])
def test_a_reality_check_has_its_bounds(every: int) -> None:
    check_interval(None)
    check_interval(5)
    check_interval(1440)
    with pytest.raises(CheckOutOfRange):
        check_interval(every)
