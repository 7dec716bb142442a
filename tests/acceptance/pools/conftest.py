"""A contest for each scenario of pools."""

import pytest

from tests.acceptance.contest import Contest
from tests.acceptance.world import World


@pytest.fixture
def contest(world: World) -> Contest:
    return Contest(world)
