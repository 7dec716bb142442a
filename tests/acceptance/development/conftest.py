"""A directory of its own for each test: it starts in a fraction of a second."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.development.running import Browser, Program, RunningDirectory


@pytest.fixture(scope="session")
def fresh_state(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The demo people and a signing key, made once: hashing and key generation take their time."""
    path = tmp_path_factory.mktemp("directory") / "directory.json"
    with RunningDirectory(path):
        return path.read_bytes()


@pytest.fixture
def directory(tmp_path: Path, fresh_state: bytes) -> Iterator[RunningDirectory]:
    path = tmp_path / "directory.json"
    path.write_bytes(fresh_state)
    with RunningDirectory(path) as directory:
        yield directory


@pytest.fixture
def browser(directory: RunningDirectory) -> Iterator[Browser]:
    browser = Browser(directory)
    yield browser
    browser.http.close()


@pytest.fixture
def program(directory: RunningDirectory) -> Iterator[Program]:
    program = Program(directory)
    yield program
    program.http.close()
