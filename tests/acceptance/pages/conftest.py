"""Players before their own pages, and the steps that the features share."""

import pytest
from pytest_bdd import given, parsers, then, when

from tests.acceptance.care import Care
from tests.acceptance.pages.desk import Desk
from tests.acceptance.pages.reading import Reading
from tests.acceptance.world import World


@pytest.fixture
def care(world: World) -> Care:
    return Care(world)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def ama(care: Care) -> Reading:
    """Ama's browser, signed in."""
    return Reading(care.world.sign_in(care.person("Ama"), f"{care.name}.localhost"))


@given(parsers.parse("{who} has {points:d} points"))
def _(care: Care, who: str, points: int) -> None:
    care.player(who, points)


@given(parsers.parse('Ama has bet {stake:d} points on "{name}"'))
def _(care: Care, stake: int, name: str) -> None:
    care.offer({name: 2_500})
    assert care.bet("Ama", stake, name).is_success


@when(parsers.parse("Ama opens {path}"))
def _(ama: Reading, path: str) -> None:
    ama.open(path)


@then(parsers.parse('she reads "{words}"'))
def _(ama: Reading, words: str) -> None:
    assert words in ama.text


@then(parsers.parse('she no longer reads "{words}"'))
def _(ama: Reading, words: str) -> None:
    assert ama.answer.is_success
    assert words not in ama.text


@then(parsers.parse("Ama has {points:d} points left"))
def _(care: Care, points: int) -> None:
    assert care.balance("Ama") == points
