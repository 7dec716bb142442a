"""`pointsbook run --keycloak`: the same one command, with the real Keycloak among its servers."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from app.development import demo_people
from app.development.keycloak import START_SECONDS_MAX
from tests.acceptance.development.pointsbook_run import Run, processes_of
from tests.acceptance.keycloak_people import fill_in
from tests.acceptance.world import open_browser
from tests.contracts.keycloak_server import need_keycloak

pytestmark = pytest.mark.xdist_group("keycloak")

# On a machine of its own it is 5; here other tests run beside it.
STOP_SECONDS_MAX = 10


@pytest.fixture
def folder() -> Iterator[Path]:
    need_keycloak()
    # Not below pytest's own folder: that is closed to the user whom PostgreSQL runs as.
    with TemporaryDirectory(prefix="pointsbook-run-", ignore_cleanup_errors=True) as place:
        Path(place).chmod(0o755)
        yield Path(place) / "data"


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[[], Run]]:
    runs: list[Run] = []

    def begin() -> Run:
        runs.append(Run(folder, "--keycloak"))
        runs[-1].until_ready(START_SECONDS_MAX)
        return runs[-1]

    yield begin
    for run in runs:
        run.end()


@pytest.mark.proof
def test_the_demo_people_are_there_from_start_to_start(
    folder: Path, start: Callable[[], Run]
) -> None:
    first = start()
    assert f'password "{demo_people.PASSWORD}"' in first.output
    assert "You are here as admin" in home_of(first, "efua")

    first.signal(signal.SIGINT)
    status, seconds = first.wait()

    assert (status, processes_of(folder)) == (0, {})
    assert seconds < STOP_SECONDS_MAX
    assert first.stopped() == ["demo", "web", "worker", "keycloak", "postgresql"]

    second = start()
    assert second.port != first.port
    assert "You are here as admin" in home_of(second, "efua")
    assert "You are here as superadmin" in home_of(second, "yaw")

    os.kill(pid_of_java(folder), signal.SIGKILL)

    assert "keycloak ended by itself, with status 137" in second.complaint()


def home_of(run: Run, username: str) -> str:
    with signed_in(run, username) as browser:
        return browser.get("/").text


@contextmanager
def signed_in(run: Run, username: str) -> Iterator[httpx.Client]:
    """A browser that went all the way, by Keycloak's own form."""
    with open_browser("localhost", run.port) as browser:
        browser.follow_redirects = True
        fill_in(browser, browser.get("/auth/sign-in"), username, demo_people.PASSWORD)
        yield browser


def pid_of_java(folder: Path) -> int:
    (pid,) = (pid for pid, command in processes_of(folder).items() if "bin/java " in command)
    return pid
