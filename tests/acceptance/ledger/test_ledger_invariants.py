"""Violations planted in two communities are reported in both: a check must see them all."""

from collections.abc import Callable

import psycopg
import pytest

from tests.acceptance.ledger.planted import PLANTED, TWO_COMMUNITIES
from tests.conftest import TestDatabase

BROKEN = "select distinct invariant, tenant_id from violations()"


def test_books_in_order_violate_nothing(make_database: Callable[[], TestDatabase]) -> None:
    database = make_database()

    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute(TWO_COMMUNITIES)

    with psycopg.connect(database.url("platform").reveal()) as platform:
        assert platform.execute(BROKEN).fetchall() == []


@pytest.mark.breaks_invariants
@pytest.mark.parametrize("invariant", sorted(PLANTED))
def test_a_violation_is_reported_in_both_communities(
    invariant: str, make_database: Callable[[], TestDatabase]
) -> None:
    database = make_database()
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute(PLANTED[invariant])

    with psycopg.connect(database.url("platform").reveal()) as platform:
        found = [tenant for name, tenant in platform.execute(BROKEN) if name == invariant]

    assert len(found) == 2
