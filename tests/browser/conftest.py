"""A world with the demo's communities, and a real browser that visits it."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, StorageState

from app.development.directory.state import Person
from app.plumbing.telemetry import logs
from tests.acceptance.world import World
from tests.browser import demo_game, demo_mail
from tests.browser.chromium import find_chromium, running_chromium
from tests.browser.demo import furnish
from tests.browser.pages import PEOPLE, SUPERADMIN, PageSeen
from tests.browser.visits import Visit, visit
from tests.conftest import TestDatabase


class Arrive(Protocol):
    def __call__(self, host: str = ..., **options: Any) -> Visit: ...  # noqa: ANN401 - Playwright's


@pytest.fixture(scope="session")
def world(
    make_database: Callable[[], TestDatabase], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    find_chromium()
    logs.configure_structlog(strict=True)
    mail_url = tmp_path_factory.mktemp("mail").as_uri()
    with World(make_database(), mail_url=mail_url) as world:
        asyncio.run(furnish(world.settings))
        yield world
        assert world.violations() == []


@pytest.fixture(scope="session")
def persons(world: World) -> dict[str, Person]:
    """Everybody in `pages.PEOPLE`; Ama plays in the demo's competition."""
    persons = {name: world.join(name.title(), "demo", *roles) for name, roles in PEOPLE.items()}
    persons[SUPERADMIN] = world.people.join(SUPERADMIN.title(), superadmin=True)
    demo_game.furnish(world.database, persons["ama"])
    demo_mail.furnish(world.database, world.settings, persons["ama"])
    return persons


@pytest.fixture(scope="session")
def chromium(persons: dict[str, Person]) -> Iterator[Browser]:  # noqa: ARG001 - furnished first: see its loop
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def arrive(chromium: Browser, world: World) -> Iterator[Arrive]:
    """Let somebody come to a community's host.  No page that they see may do what it should not."""
    visits: list[Visit] = []

    def begin(host: str = "demo.localhost", **options: Any) -> Visit:  # noqa: ANN401 - Playwright's
        visits.append(visit(chromium, world, host, **options))
        return visits[-1]

    yield begin
    for one in visits:
        one.context.close()
    assert [trouble for one in visits for trouble in one.troubles] == []


class People:
    """Those persons, signed in once at each host where they look at something."""

    def __init__(self, chromium: Browser, world: World, persons: dict[str, Person]) -> None:
        self._chromium = chromium
        self._world = world
        self._persons = persons
        self._states: dict[tuple[str, str], StorageState] = {}

    def cookies_of(self, seen: PageSeen) -> StorageState | None:
        if seen.by is None:
            return None
        if (seen.by, seen.host) not in self._states:
            one = visit(self._chromium, self._world, seen.host)
            one.sign_in(self._persons[seen.by])
            assert one.page.url.startswith(one.url), one.page.url
            self._states[seen.by, seen.host] = one.context.storage_state()
            one.context.close()
        return self._states[seen.by, seen.host]


@pytest.fixture(scope="session")
def people(chromium: Browser, world: World, persons: dict[str, Person]) -> People:
    return People(chromium, world, persons)
