"""Each way in which an invariant of competitions can break is reported."""

from collections.abc import Callable

import psycopg
import pytest

from tests.acceptance.competitions.planted import COMPETITION, VIOLATIONS
from tests.conftest import TestDatabase


def broken(database: TestDatabase, script: str) -> set[str]:
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute(f"{COMPETITION} {script}".encode())
    with psycopg.connect(database.url("platform").reveal()) as platform:
        return {row[0] for row in platform.execute("select invariant from violations()")}


def test_a_competition_in_order_violates_nothing(
    make_database: Callable[[], TestDatabase],
) -> None:
    assert broken(make_database(), "") == set()


@pytest.mark.breaks_invariants
@pytest.mark.parametrize(
    ("invariant", "script"), [(name, script) for name in VIOLATIONS for script in VIOLATIONS[name]]
)
def test_a_violation_is_reported(
    invariant: str, script: str, make_database: Callable[[], TestDatabase]
) -> None:
    assert invariant in broken(make_database(), script)
