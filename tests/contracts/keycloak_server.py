"""The real Keycloak for a test session: skipped without Maven, but never silently in CI."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.development.keycloak import KeycloakServer, MavenMissing, alone_in_cache, distribution
from tests.ports import free_port

WEB_SECRET = "a-secret-of-web"
SERVICE_SECRET = "a-secret-of-service"


@contextmanager
def running_keycloak(folder: Path, *, public_url: str) -> Iterator[KeycloakServer]:
    server = KeycloakServer(
        folder,
        port=free_port(),
        web_secret=WEB_SECRET,
        service_secret=SERVICE_SECRET,
        public_url=public_url,
    )
    need_keycloak()
    try:
        server.start()
        yield server
    finally:
        server.stop()


def need_keycloak() -> None:
    """Fetch Keycloak if need be; without Maven the test is skipped, but never silently in CI."""
    try:
        with alone_in_cache() as cache:
            distribution(cache)
    except MavenMissing as reason:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no real Keycloak: {reason}")
