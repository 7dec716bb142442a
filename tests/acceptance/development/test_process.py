"""The directory as a process: how it begins, how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app.development.directory.config import REALM
from tests.ports import free_port


def start(state: Path, port: int, environment: str = "test") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "app.development.directory", f"--port={port}"]
    return subprocess.Popen(
        [*command, f"--state={state}"],
        env=os.environ | {"POINTSBOOK_ENVIRONMENT": environment},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_good_order(
    tmp_path: Path, fresh_state: bytes, number: signal.Signals
) -> None:
    state, port = tmp_path / "directory.json", free_port()
    state.write_bytes(fresh_state)
    url = f"http://127.0.0.1:{port}{REALM}/.well-known/openid-configuration"

    with start(state, port) as process:
        transport = httpx.HTTPTransport(retries=8)  # each waits twice as long as the one before
        with httpx.Client(transport=transport) as client:
            assert client.get(url).json()["issuer"] == f"http://127.0.0.1:{port}{REALM}"
        process.send_signal(number)

        assert process.wait(5) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_it_says_in_one_line_why_it_does_not_start(tmp_path: Path) -> None:
    with start(tmp_path / "directory.json", free_port(), "production") as process:
        assert process.stderr is not None
        said = process.stderr.read()

        assert process.wait(10) == 1
    assert said.count("\n") == 1
    assert "Use Keycloak there" in said


def test_a_place_it_cannot_write_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with start(tmp_path / "file" / "directory.json", free_port()) as process:
        assert process.stderr is not None
        said = process.stderr.read()

        assert process.wait(10) == 1
    assert said.startswith(f"The development directory cannot use {tmp_path}/file")
