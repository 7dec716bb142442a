"""Each way to break an invariant is reported where there are several, and order is not."""

from collections.abc import Callable

import pytest

from tests.acceptance.competitions import planted as competitions
from tests.acceptance.planting import violations_after
from tests.acceptance.pools import planted as pools
from tests.acceptance.predictions import planted as predictions
from tests.acceptance.settlement import planted_scores as scores
from tests.conftest import TestDatabase

# What is in order, and by invariant the scripts that each break it.
FEATURES = {
    "competitions": (competitions.COMPETITION, competitions.VIOLATIONS),
    "pools": (pools.POOL, pools.VIOLATIONS),
    "predictions": (predictions.PREDICTIONS, predictions.VIOLATIONS),
    "scores": (scores.SCORES, scores.VIOLATIONS),
}
BROKEN = [
    pytest.param(invariant, order + violation, id=f"{invariant}-{number}")
    for order, violations in FEATURES.values()
    for invariant, ways in violations.items()
    for number, violation in enumerate(ways)
]


@pytest.mark.breaks_invariants
@pytest.mark.parametrize("feature", FEATURES)
def test_what_is_in_order_violates_nothing(
    feature: str, make_database: Callable[[], TestDatabase]
) -> None:
    order, violations = FEATURES[feature]

    assert not violations_after(make_database(), order) & violations.keys()


@pytest.mark.breaks_invariants
@pytest.mark.parametrize(("invariant", "script"), BROKEN)
def test_each_way_to_break_it_is_reported(
    invariant: str, script: str, make_database: Callable[[], TestDatabase]
) -> None:
    assert invariant in violations_after(make_database(), script)
