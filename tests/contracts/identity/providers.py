"""The two providers that must behave alike: Keycloak itself, and its stand-in for development."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import httpx
from keycloak import KeycloakAdmin

from app.development.keycloak import KeycloakServer
from tests.contracts.identity.receiver import Receiver, receiving
from tests.contracts.keycloak_server import SERVICE_SECRET, WEB_SECRET
from tests.ports import free_port

PASSWORD = "correct horse battery"
START_SECONDS_MAX = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in."""

    subject: str
    username: str
    password: str = PASSWORD


class Provider(Protocol):
    base_url: str
    pointsbook: Receiver

    def add_person(self, groups: Sequence[str] = ()) -> Account: ...

    def superadmin(self) -> Account: ...


class RealKeycloak:
    def __init__(self, server: KeycloakServer, pointsbook: Receiver) -> None:
        self.pointsbook = pointsbook
        self.base_url = server.url
        self._server = server

    def add_person(self, groups: Sequence[str] = (), roles: Sequence[str] = ()) -> Account:
        username = f"person-{uuid4().hex[:12]}"
        subject = self._server.add_person(username, PASSWORD, groups=groups, roles=roles)
        return Account(subject=subject, username=username)

    def superadmin(self) -> Account:
        return self.add_person(roles=["superadmin"])


class Embedded:
    def __init__(self, base_url: str, pointsbook: Receiver) -> None:
        self.pointsbook = pointsbook
        self.base_url = base_url
        self._admin = KeycloakAdmin(
            server_url=f"{base_url}/",
            realm_name="pointsbook",
            client_id="service",
            client_secret_key=SERVICE_SECRET,
        )

    def add_person(self, groups: Sequence[str] = ()) -> Account:
        username = f"person-{uuid4().hex[:12]}"
        email = f"{username}@pointsbook.example"
        subject = self._admin.create_user(
            {"username": username, "email": email, "emailVerified": True, "enabled": True}
        )
        self._admin.set_user_password(subject, PASSWORD, temporary=False)
        for path in groups:
            self._admin.group_user_add(subject, self._admin.get_group_by_path(path)["id"])
        return Account(subject=subject, username=username)

    def superadmin(self) -> Account:
        """One of the demo people: nobody becomes a superadmin through the stand-in."""
        (yaw,) = self._admin.get_users({"username": "yaw", "exact": True})
        return Account(subject=yaw["id"], username="yaw", password="points")


@contextmanager
def embedded(folder: Path) -> Iterator[Provider]:
    port = free_port()
    environment = os.environ | {
        "POINTSBOOK_ENVIRONMENT": "test",
        "POINTSBOOK_KEYCLOAK_WEB_SECRET": WEB_SECRET,
        "POINTSBOOK_KEYCLOAK_SERVICE_SECRET": SERVICE_SECRET,
    }
    base_url = f"http://127.0.0.1:{port}"
    with receiving() as pointsbook, subprocess.Popen(
        [sys.executable, "-m", "app.development.directory", f"--port={port}",
         f"--app-url={pointsbook.url}", f"--state={folder / 'directory.json'}"],
        env=environment,
    ) as process:  # fmt: skip
        try:
            wait_for(f"{base_url}/realms/pointsbook/.well-known/openid-configuration", process)
            yield Embedded(base_url, pointsbook)
        finally:
            process.terminate()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while process.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(url).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    message = f"nothing answers at {url}"
    raise AssertionError(message)
