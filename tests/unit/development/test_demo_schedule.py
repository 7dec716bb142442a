"""The demo's schedule: something locks soon, whenever somebody looks, and it stays as it was."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.development.demo.schedule import NOTICE, fixtures
from app.development.demo.tours import FOOTBALL, OFFICE, SHARED, Tour

moments = st.datetimes(
    min_value=datetime(2026, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2036, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(moments)
def test_something_locks_soon_but_not_at_once(now: datetime) -> None:
    first, *_ = fixtures(FOOTBALL, now)

    assert NOTICE <= first.starts_at - now <= timedelta(minutes=15)


@given(moments, st.timedeltas(timedelta(0), timedelta(hours=3)))
def test_asked_again_later_it_repeats_itself(now: datetime, later: timedelta) -> None:
    """Whatever both answers have in common is the same, and one event begins at a time."""
    before = {fixture.starts_at: fixture for fixture in fixtures(FOOTBALL, now)}
    after = {fixture.starts_at: fixture for fixture in fixtures(FOOTBALL, now + later)}

    both = before.keys() & after.keys()

    assert both
    assert [after[at] for at in both] == [before[at] for at in both]


@pytest.mark.parametrize("tour", [*SHARED, OFFICE])
def test_events_have_slugs_of_their_own(tour: Tour) -> None:
    slugs = [fixture.slug for fixture in fixtures(tour, datetime(2026, 5, 5, tzinfo=UTC))]

    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("tour", SHARED)
def test_nobody_meets_themselves(tour: Tour) -> None:
    def all_different(names: Sequence[str]) -> bool:
        return len(set(names)) == len(names) == tour.size

    drawn = fixtures(tour, datetime(2026, 5, 5, tzinfo=UTC))

    assert all(all_different(fixture.participants) for fixture in drawn)
