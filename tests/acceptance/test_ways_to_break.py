"""Each way to break an invariant of pools is reported, and order is not."""

from collections.abc import Callable

import pytest

from tests.acceptance.planting import violations_after
from tests.acceptance.pools.planted import POOL, VIOLATIONS
from tests.conftest import TestDatabase

BROKEN = [
    pytest.param(invariant, violation, id=f"{invariant}-{number}")
    for invariant, violations in VIOLATIONS.items()
    for number, violation in enumerate(violations)
]


@pytest.mark.breaks_invariants
def test_what_is_in_order_violates_nothing(make_database: Callable[[], TestDatabase]) -> None:
    assert not violations_after(make_database(), POOL) & VIOLATIONS.keys()


@pytest.mark.breaks_invariants
@pytest.mark.parametrize(("invariant", "violation"), BROKEN)
def test_each_way_to_break_it_is_reported(
    invariant: str, violation: str, make_database: Callable[[], TestDatabase]
) -> None:
    assert invariant in violations_after(make_database(), POOL + violation)
