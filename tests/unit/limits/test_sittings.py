"""When a reality check is due, one test a rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.limits.rules.sittings import RealityCheck, Sitting

BEGAN = datetime(2026, 6, 11, 15, 0, tzinfo=UTC)
CHECK = RealityCheck(
    every_minutes=30, sitting=Sitting(began_at=BEGAN, last_minute_at=BEGAN + timedelta(hours=2))
)


def after(minutes: int, seconds: int = 0) -> datetime:
    return BEGAN + timedelta(minutes=minutes, seconds=seconds)


def test_nothing_is_due_before_the_first_check() -> None:
    assert CHECK.due_at(after(29, 59)) is None
    assert CHECK.due_at(after(30)) == after(30)


def test_a_check_that_was_seen_is_not_due_until_the_next() -> None:
    seen = replace(CHECK, seen_at=after(31))

    assert seen.due_at(after(59, 59)) is None
    assert seen.due_at(after(60)) == after(60)


def test_a_check_seen_in_the_sitting_before_does_not_count() -> None:
    assert replace(CHECK, seen_at=BEGAN - timedelta(hours=1)).due_at(after(40)) == after(30)


def test_who_asked_for_none_is_told_nothing() -> None:
    assert replace(CHECK, every_minutes=None).due_at(after(90)) is None
    assert replace(CHECK, sitting=None).due_at(after(90)) is None
