"""A limit goes down at once and up after a day."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.limits.rules.changing import Change, is_raise, plan_change

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
# By the clock, not by the calendar: this one has the beginning of summer time in it.
TOMORROW = datetime(2026, 3, 29, 12, tzinfo=UTC)
RAISE = Change(amount=200, in_force_at=TOMORROW - timedelta(hours=1))


def at_once(amount: int | None) -> Change:
    return Change(amount=amount, in_force_at=NOW)


def tomorrow(amount: int | None) -> Change:
    return Change(amount=amount, in_force_at=TOMORROW)


def test_the_first_limit_counts_at_once() -> None:
    assert plan_change(100, current=None, pending=None, now=NOW) == [at_once(100)]


def test_a_lower_limit_counts_at_once() -> None:
    assert plan_change(99, current=100, pending=None, now=NOW) == [at_once(99)]


def test_a_higher_limit_waits_a_day() -> None:
    assert plan_change(101, current=100, pending=None, now=NOW) == [tomorrow(101)]


def test_no_limit_waits_a_day() -> None:
    assert plan_change(None, current=100, pending=None, now=NOW) == [tomorrow(None)]


def test_the_same_limit_changes_nothing() -> None:
    assert plan_change(100, current=100, pending=None, now=NOW) == []
    assert plan_change(None, current=None, pending=None, now=NOW) == []


def test_asking_for_what_is_in_force_takes_a_raise_back() -> None:
    assert plan_change(100, current=100, pending=RAISE, now=NOW) == [at_once(100)]


def test_asking_for_the_same_raise_again_does_not_delay_it() -> None:
    assert plan_change(200, current=100, pending=RAISE, now=NOW) == []


def test_another_raise_takes_the_first_one_back() -> None:
    assert plan_change(150, current=100, pending=RAISE, now=NOW) == [at_once(100), tomorrow(150)]


def test_a_lower_limit_takes_a_raise_back() -> None:
    assert plan_change(50, current=100, pending=RAISE, now=NOW) == [at_once(50)]


AMOUNTS = st.none() | st.integers(0, 10)


def in_force(history: list[tuple[datetime, Change]], now: datetime) -> int | None:
    """What the store finds: made last, among all whose time has come."""
    come = [change.amount for _, change in history if change.in_force_at <= now]
    return come[-1] if come else None


@given(st.lists(st.tuples(AMOUNTS, st.integers(0, 30)), max_size=8))
def test_whatever_somebody_asks_for_nothing_rises_within_a_day(
    asked: list[tuple[int | None, int]],
) -> None:
    now, history = NOW, list[tuple[datetime, Change]]()
    for amount, hours in asked:
        now += timedelta(hours=hours)
        newest = history[-1][1] if history else None
        pending = newest if newest and newest.in_force_at > now else None
        before = in_force(history, now)
        planned = plan_change(amount, current=before, pending=pending, now=now)
        history += [(now, change) for change in planned]

        assert not is_raise(in_force(history, now), above=before)
        if planned and planned[-1].amount == amount and is_raise(amount, above=before):
            assert planned[-1].in_force_at == now + timedelta(hours=24)
