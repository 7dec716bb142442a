"""Times as files write them, in any zone, and the moments that they mean."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from app.catalogue.rules.events import YEARS

OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.ASCII)
CLOCK = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?)\s*(.*)", re.ASCII)
DAY_AND_CLOCK = re.compile(r"(\S{10})(?:T|\s+)(.+)", re.ASCII)
OFFSET_MAX = timedelta(hours=15)


class TimeUnclear(ValueError):
    """A time that cannot be told; the text says why, and how to write it."""


def moment(
    day: str, clock: str, *, zone: str | None = None, default: str | None = None
) -> datetime:
    """The moment, in UTC.  `clock` may name its own zone: "13:00 UTC-6", "13:00 Europe/Oslo".

    `zone` is what is said beside it and must agree; `default` is for whoever says nothing.
    """
    found = CLOCK.fullmatch(clock.strip())
    if not found:
        msg = f"{clock!r} is no time such as 13:00 or 13:00 UTC-6"
        raise TimeUnclear(msg)
    local = datetime.combine(_day(day), _time(found[1]))
    own = found[2].strip()
    if own and zone:
        return _with_offset(local, zone_of(own), zone_of(zone))
    said = own or zone or default
    if not said:
        msg = "the time names no zone, such as UTC-6 or Africa/Accra"
        raise TimeUnclear(msg)
    return in_utc(local, zone_of(said))


def moment_of(text: str, *, zone: str | None = None, default: str | None = None) -> datetime:
    """The moment of a day and a time in one text: "2026-06-11 13:00", "2026-06-11T13:00+02:00"."""
    found = DAY_AND_CLOCK.fullmatch(text.strip())
    if not found:
        msg = f"{text!r} is no day and time such as 2026-06-11 13:00"
        raise TimeUnclear(msg)
    return moment(found[1], found[2], zone=zone, default=default)


def zone_of(text: str) -> tzinfo:
    """A zone by its name, such as Africa/Accra, or by its distance from UTC, such as UTC+5:30."""
    if text.upper() in {"UTC", "GMT", "Z"}:
        return UTC
    if found := OFFSET.fullmatch(text):
        distance = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if distance <= OFFSET_MAX:
            return timezone(-distance if found[1] == "-" else distance)
    elif text in _names():
        return ZoneInfo(text)
    msg = f"{text!r} is no zone such as UTC-6 or Africa/Accra"
    raise TimeUnclear(msg)


def in_utc(local: datetime, zone: tzinfo) -> datetime:
    """The one moment at which clocks in the zone show this; refuses none and two."""
    first, second = (_utc(local, zone, fold) for fold in (0, 1))
    if first == second:
        return first
    if second < first:
        msg = (
            f"clocks in {zone} go forward and never show {local:%Y-%m-%d %H:%M};"
            " is it an hour later?"
        )
        raise TimeUnclear(msg)
    offsets = " or ".join(f"{local:%H:%M}{_offset(at, zone)}" for at in (first, second))
    msg = f"clocks in {zone} go back and show {local:%Y-%m-%d %H:%M} twice; write {offsets}"
    raise TimeUnclear(msg)


def _with_offset(local: datetime, offset: tzinfo, zone: tzinfo) -> datetime:
    """An offset says which of two moments is meant, but has to be one of the zone's own."""
    at = in_utc(local, offset)
    if _offset(at, zone) != _offset(at, offset):
        msg = f"clocks in {zone} are {_offset(at, zone)} from UTC then, not {_offset(at, offset)}"
        raise TimeUnclear(msg)
    return at


def _utc(local: datetime, zone: tzinfo, fold: int) -> datetime:
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _offset(at: datetime, zone: tzinfo) -> str:
    digits = f"{at.astimezone(zone):%z}"
    return f"{digits[:3]}:{digits[3:5]}"


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        msg = f"{text!r} is no day such as 2026-06-11"
        raise TimeUnclear(msg) from None
    if day.year not in YEARS:
        msg = f"{text!r} is not between the years {YEARS[0]} and {YEARS[-1]}"
        raise TimeUnclear(msg)
    return day


def _time(text: str) -> time:
    try:
        hour, minute, second = ([*map(int, text.split(":")), 0])[:3]
        return time(hour, minute, second)
    except ValueError:
        msg = f"{text!r} is no time of day"
        raise TimeUnclear(msg) from None


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
