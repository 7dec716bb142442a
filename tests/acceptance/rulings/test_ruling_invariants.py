"""Each side of an invariant of rulings is seen to fail, beyond the one that is planted for all."""

from collections.abc import Callable

import pytest

from tests.acceptance.planting import violations_after
from tests.acceptance.rulings.planted import MORE
from tests.conftest import TestDatabase

SIDES = [(invariant, script) for invariant, scripts in MORE.items() for script in scripts]


@pytest.mark.breaks_invariants
@pytest.mark.parametrize(("invariant", "script"), SIDES)
def test_it_is_noticed(
    make_database: Callable[[], TestDatabase], invariant: str, script: str
) -> None:
    assert invariant in violations_after(make_database(), script)
