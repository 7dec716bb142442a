"""A round of betting of its own for each test."""

import pytest

from tests.acceptance.betting.round import Round
from tests.acceptance.world import World


@pytest.fixture
def round_(world: World) -> Round:
    return Round(world)
