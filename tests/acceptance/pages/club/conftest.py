"""Who looks at pages, and what is there to look at."""

import pytest
from pytest_bdd import given, parsers, then, when

from tests.acceptance.pages.club.lobby import Lobby
from tests.acceptance.world import World


@pytest.fixture
def lobby(world: World) -> Lobby:
    return Lobby(world)


@given(parsers.parse('"{name}" is running'))
def _(lobby: Lobby, name: str) -> None:
    lobby.make(name)


@given(parsers.parse('"{name}" is running, and lets players in by {policy}'))
def _(lobby: Lobby, name: str, policy: str) -> None:
    lobby.make(name, join_policy=policy)


@given(parsers.parse('"{name}" is a draft'))
def _(lobby: Lobby, name: str) -> None:
    lobby.make(name, run=False)


@given(parsers.re(r'(?P<who>\w+) plays in "(?P<name>[^"]+)"'))
def _(lobby: Lobby, who: str, name: str) -> None:
    assert lobby.join(who, name).is_success


@when(parsers.re(r"(?P<who>\w+) visits the start page"))
def _(lobby: Lobby, who: str) -> None:
    lobby.look(who, "/")


@given(parsers.re(r'(?P<who>\w+) visits the page of "(?P<name>[^"]+)"'))
@when(parsers.re(r'(?P<who>\w+) visits the page of "(?P<name>[^"]+)"'))
def _(lobby: Lobby, who: str, name: str) -> None:
    lobby.look(who, lobby.page_of(name))


@then(parsers.re(r'(?P<who>\w+) reads "(?P<words>[^"]+)"'))
def _(lobby: Lobby, who: str, words: str) -> None:
    assert words in lobby.pages[who].text


@then(parsers.re(r'(?P<who>\w+) does not read "(?P<words>[^"]+)"'))
def _(lobby: Lobby, who: str, words: str) -> None:
    assert words not in lobby.pages[who].text
