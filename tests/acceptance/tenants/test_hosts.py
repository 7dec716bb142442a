"""Which community answers at which address."""

from collections.abc import Iterator

import psycopg
import pytest

from app.tenants.web import finding
from tests.acceptance.world import World
from tests.conftest import TestDatabase

FEW = 3


def test_an_unknown_host_gets_a_plain_404_page(world: World) -> None:
    answer = world.browser("nowhere.localhost").get("/health/live")
    assert answer.status_code == 200

    answer = world.browser("nowhere.localhost").get("/nowhere")

    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"]


@pytest.fixture
def forgetful_world(
    database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[World, str]]:
    """It remembers hosts for ever, but few; and the host of a community there."""
    monkeypatch.setattr(finding, "MEMORY_SECONDS", 3_600)
    monkeypatch.setattr(finding, "HOSTS_MAX", FEW)
    monkeypatch.setattr(finding, "UNKNOWN_HOSTS_MAX", FEW)
    with World(database) as world:
        world.found_community("one")
        yield world, "one.localhost"
        world.close_browsers()


def rename_host(database: TestDatabase, old: str, new: str) -> None:
    with psycopg.connect(database.url("postgres").reveal()) as superuser:
        superuser.execute("update tenant_host set host = %s where host = %s", [new, old])


def is_known(world: World, host: str) -> bool:
    return world.browser(host).get("/").status_code != 404


def test_invented_hosts_make_nobody_forget_one_that_exists(
    forgetful_world: tuple[World, str], database: TestDatabase
) -> None:
    world, host = forgetful_world
    assert is_known(world, host)
    rename_host(database, host, "elsewhere.localhost")

    for number in range(2 * FEW):
        assert not is_known(world, f"invented-{number}.localhost")

    assert is_known(world, host)


def test_invented_hosts_are_forgotten_when_there_are_many(
    forgetful_world: tuple[World, str], database: TestDatabase
) -> None:
    world, host = forgetful_world
    assert not is_known(world, "new.localhost")
    rename_host(database, host, "new.localhost")
    assert not is_known(world, "new.localhost")

    for number in range(FEW):
        assert not is_known(world, f"invented-{number}.localhost")

    assert is_known(world, "new.localhost")
