"""Each way to break an invariant of predictions is reported, and order is not."""

from collections.abc import Callable

import psycopg
import pytest

from tests.acceptance.predictions.planted import PREDICTIONS, VIOLATIONS
from tests.conftest import TestDatabase

BROKEN = [
    pytest.param(invariant, violation, id=f"{invariant}-{number}")
    for invariant, violations in VIOLATIONS.items()
    for number, violation in enumerate(violations)
]


def violations_after(database: TestDatabase, script: str) -> set[str]:
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(script.encode())
    with psycopg.connect(database.url("platform").reveal()) as platform:
        return {row[0] for row in platform.execute("select invariant from violations()")}


@pytest.mark.breaks_invariants
def test_what_is_in_order_violates_nothing(make_database: Callable[[], TestDatabase]) -> None:
    assert not violations_after(make_database(), PREDICTIONS) & VIOLATIONS.keys()


@pytest.mark.breaks_invariants
@pytest.mark.parametrize(("invariant", "violation"), BROKEN)
def test_each_way_to_break_it_is_reported(
    invariant: str, violation: str, make_database: Callable[[], TestDatabase]
) -> None:
    assert invariant in violations_after(make_database(), PREDICTIONS + violation)
