"""A community whose players bet."""

import pytest

from tests.acceptance.markets.office import Office
from tests.acceptance.world import World


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)
