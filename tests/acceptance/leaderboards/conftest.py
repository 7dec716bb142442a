"""A season for each scenario, in a world whose bets are settled by hand: on journals alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, then, when

from tests.acceptance.leaderboards.planted import VIOLATIONS
from tests.acceptance.leaderboards.season import Season
from tests.acceptance.world import World
from tests.conftest import TestDatabase

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """No event was played, so what holds for settlements does not hold here."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.breaks_invariants)


@pytest.fixture(scope="session")
def settled_by_hand(make_database: Callable[[], TestDatabase]) -> Iterator[World]:
    with World(make_database()) as world:
        yield world


@pytest.fixture
def world(settled_by_hand: World) -> Iterator[World]:
    """What holds for leaderboards holds here, too."""
    yield settled_by_hand
    settled_by_hand.close_browsers()
    broken = [row for row in settled_by_hand.violations() if row[0] in VIOLATIONS]
    assert broken == []


@pytest.fixture
def season(world: World) -> Season:
    season = Season(world)
    season.play_on_events({"Ghana v Mali": "Round 1", "Togo v Niger": "Round 2"})
    return season


@given(parsers.parse("{first}, {second} and {third} play along"))
def _(season: Season, first: str, second: str, third: str) -> None:
    for who in (first, second, third):
        season.entry(who)


@given(parsers.re(r'(?P<who>\w+) bets (?P<stake>\d+) points on "(?P<event>[^"]+)"'))
def _(season: Season, who: str, stake: str, event: str) -> None:
    season.bet(who, int(stake), event)


@given(parsers.re(r'"(?P<event>[^"]+)" is settled: (?P<results>.+)'))
@when(parsers.re(r'"(?P<event>[^"]+)" is settled: (?P<results>.+)'))
def _(season: Season, event: str, results: str) -> None:
    """Such as: Ama won, Kojo lost."""
    pairs = (tuple(part.split(" ", 1)) for part in results.split(", "))
    season.results(event, *((who, result) for who, result in pairs))
    season.refresh()


@given(parsers.parse('"{event}" is half settled: Ama won'))
@when(parsers.parse('"{event}" is half settled: Ama won'))
def _(season: Season, event: str) -> None:
    season.begin_run(event)
    season.settle("Ama", "won")
    season.refresh()


@given(parsers.parse("Efua excludes {who}"))
@when(parsers.parse("Efua excludes {who}"))
def _(season: Season, who: str) -> None:
    season.must("Efua", f"POST /api/entries/{season.entry(who)}/exclude", {"reason": "a test"})
    season.refresh()


@then(parsers.re(r"(?P<who>\w+) has rank (?P<rank>\d+), with (?P<points>-?\d+) points"))
def _(season: Season, who: str, rank: str, points: str) -> None:
    row = season.row(who)
    assert (row["rank"], row["net_worth"]) == (int(rank), int(points))


@then(parsers.parse('it is refused as "{problem}"'))
def _(season: Season, problem: str) -> None:
    assert season.problem() == problem, season.answer.text
