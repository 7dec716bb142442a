"""Each way in which an invariant of leaderboards can break is reported."""

from collections.abc import Callable

import psycopg
import pytest

from tests.acceptance.leaderboards.planted import SEASON, VIOLATIONS
from tests.conftest import TestDatabase


def broken(database: TestDatabase, script: str) -> set[str]:
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute(f"{SEASON} {script}".encode())
    return {str(row[0]) for row in database.violations()}


def test_a_season_in_order_violates_nothing(make_database: Callable[[], TestDatabase]) -> None:
    assert broken(make_database(), "") & VIOLATIONS.keys() == set()


@pytest.mark.parametrize(
    ("invariant", "script"), [(name, script) for name in VIOLATIONS for script in VIOLATIONS[name]]
)
def test_a_violation_is_reported(
    invariant: str, script: str, make_database: Callable[[], TestDatabase]
) -> None:
    assert invariant in broken(make_database(), script)
