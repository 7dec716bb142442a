"""Times in any zone mean one moment, or are refused with the reason."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.rules.zones import TimeUnclear, in_utc, moment, moment_of, zone_of


@pytest.mark.parametrize(
    ("day", "clock", "at"),
    [
        ("2026-06-11", "13:00 UTC-6", "2026-06-11T19:00Z"),
        ("2018-06-15", "17:00 UTC+5", "2018-06-15T12:00Z"),
        ("2026-06-11", "20:00 UTC+5:30", "2026-06-11T14:30Z"),
        ("2026-06-11", "1:05 GMT", "2026-06-11T01:05Z"),
        ("2026-06-11", "13:00Z", "2026-06-11T13:00Z"),
        ("2026-06-11", "13:00-04:00", "2026-06-11T17:00Z"),
        ("2026-06-11", "13:00 America/New_York", "2026-06-11T17:00Z"),
        ("2026-12-11", "13:00 America/New_York", "2026-12-11T18:00Z"),
        ("2026-06-11", "23:30:15 Asia/Kathmandu", "2026-06-11T17:45:15Z"),
    ],
)
def test_a_time_says_its_own_zone(day: str, clock: str, at: str) -> None:
    assert moment(day, clock) == datetime.fromisoformat(at)


def test_a_time_without_a_zone_is_in_the_one_named_for_the_file() -> None:
    assert moment("2022-11-20", "19:00", default="Asia/Qatar").hour == 16
    assert moment("2022-11-20", "19:00 UTC+1", default="Asia/Qatar").hour == 18


@pytest.mark.parametrize("text", ["2026-06-11T13:00+02:00", "2026-06-11  13:00 +02:00"])
def test_day_and_time_may_stand_in_one_text(text: str) -> None:
    assert moment_of(text) == datetime(2026, 6, 11, 11, tzinfo=UTC)


def test_a_zone_may_begin_with_the_letter_between_day_and_time() -> None:
    assert moment_of("2026-06-11 13:00 Africa/Tunis") == datetime(2026, 6, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_a_time_that_clocks_skip_is_refused(minute: int) -> None:
    with pytest.raises(TimeUnclear, match="go forward and never show"):
        moment("2026-03-29", f"02:{minute:02}", zone="Europe/Berlin")


def test_the_times_beside_a_gap_exist() -> None:
    before = moment("2026-03-29", "01:59", zone="Europe/Berlin")
    after = moment("2026-03-29", "03:00", zone="Europe/Berlin")

    assert after - before == timedelta(minutes=1)


def test_a_time_that_comes_twice_is_refused_with_both_spellings() -> None:
    with pytest.raises(TimeUnclear, match=r"twice; write 02:30\+02:00 or 02:30\+01:00"):
        moment("2026-10-25", "02:30", zone="Europe/Berlin")


@pytest.mark.parametrize(("offset", "hour"), [("+02:00", 0), ("+01:00", 1)])
def test_an_offset_says_which_of_two_is_meant(offset: str, hour: int) -> None:
    at = moment("2026-10-25", f"02:30{offset}", zone="Europe/Berlin")

    assert at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_an_offset_that_the_zone_never_has_is_refused() -> None:
    with pytest.raises(TimeUnclear, match=r"are \+02:00 from UTC then, not \+01:00"):
        moment("2026-07-01", "20:00+01:00", zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("2026-02-30", "13:00Z"),
        ("20260611", "13:00 Mars/Olympus"),
        ("2026-06-11", "24:00Z"),
        ("2026-06-11", "13:60Z"),
        ("2026-06-11", "noon"),
        ("2026-06-11", "13:00"),
        ("2026-06-11", "13:00 UTC+16"),
        ("2026-06-11", "13:00 ../../etc/passwd"),
        ("1899-12-31", "13:00Z"),
        ("2200-01-01", "13:00Z"),
    ],
)
def test_what_is_no_time_is_refused(day: str, clock: str) -> None:
    with pytest.raises(TimeUnclear):
        moment(day, clock)


@given(st.text(), st.text(), st.none() | st.text())
def test_no_text_breaks_it(day: str, clock: str, zone: str | None) -> None:
    with suppress(TimeUnclear):
        assert moment(day, clock, zone=zone).tzinfo is UTC
    with suppress(TimeUnclear):
        assert moment_of(day, default=zone).tzinfo is UTC


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2037, 12, 31)),  # noqa: DTZ001 - as clocks show it
    st.sampled_from(sorted(available_timezones())),
)
def test_a_moment_shows_on_the_zones_clocks_as_it_was_written(local: datetime, name: str) -> None:
    zone = ZoneInfo(name)

    try:
        at = in_utc(local, zone)
    except TimeUnclear:
        return

    assert at.astimezone(zone).replace(tzinfo=None) == local


def test_each_zone_of_the_world_is_known() -> None:
    assert all(zone_of(name) for name in available_timezones())
