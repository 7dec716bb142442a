"""A ground of its own for each test, in one database; the invariants after each of them."""

from collections.abc import Callable, Iterator

import pytest

from tests.acceptance.settlement.ground import Ground
from tests.conftest import TestDatabase


@pytest.fixture(scope="session")
def ground_database(make_database: Callable[[], TestDatabase]) -> TestDatabase:
    return make_database()


@pytest.fixture
def ground(ground_database: TestDatabase) -> Iterator[Ground]:
    yield Ground(ground_database)
    assert ground_database.violations() == []
