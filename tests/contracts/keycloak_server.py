"""The real Keycloak for a test session: skipped without Maven, but never silently in CI."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.development.keycloak import KeycloakServer, MavenMissing


@contextmanager
def running_keycloak(
    folder: Path, *, web_secret: str, service_secret: str, public_url: str
) -> Iterator[KeycloakServer]:
    server = KeycloakServer(
        folder,
        port=free_port(),
        web_secret=web_secret,
        service_secret=service_secret,
        public_url=public_url,
    )
    try:
        start(server)
        yield server
    finally:
        server.stop()


def start(server: KeycloakServer) -> None:
    try:
        server.start()
    except MavenMissing as reason:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no real Keycloak: {reason}")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
