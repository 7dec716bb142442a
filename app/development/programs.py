"""The programs that `pointsbook run` starts, each with what it needs to be told."""

import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app.development import demo_people
from app.development.environment import LOOPBACK
from app.development.keycloak import KeycloakServer, alone_in_cache
from app.development.processes import Process
from app.plumbing.settings import Settings

APP = str(Path(__file__).parents[1])
# Open requests get this long at the end; event streams close by themselves before.
GRACE_SECONDS = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    data: Path
    port: int = 8000
    workers: int = 1
    reload: bool = False
    keycloak: bool = False
    # More settings than those that `run` makes by itself.
    settings: Mapping[str, str] = field(default_factory=dict)


def start_web(options: Options, environ: Mapping[str, str]) -> Process:
    command = [
        sys.executable, "-m", "uvicorn", "app.main:create", "--factory",
        "--host", LOOPBACK, "--port", str(options.port),
        "--loop", "uvloop", "--http", "app.plumbing.shedding:Door", "--no-proxy-headers",
        "--ws-max-size", "65536", "--ws-per-message-deflate", "false",
        "--timeout-graceful-shutdown", GRACE_SECONDS,
    ]  # fmt: skip
    if options.reload:
        command += ["--reload", "--reload-dir", APP, "--reload-include", "*.html"]
    else:
        command += ["--workers", str(options.workers)]
    return Process("web", command, environ=environ)


def start_worker(options: Options, environ: Mapping[str, str]) -> Process:
    command = [sys.executable, "-m", "app.worker"]
    if options.reload:
        watch = [sys.executable, "-m", "watchfiles", "--filter", "python", "--sigint-timeout", "2"]
        command = [*watch, shlex.join(command), APP]
    return Process("worker", command, environ=environ)


def start_demo(environ: Mapping[str, str]) -> Process:
    return Process("demo", [sys.executable, "-m", "app.development.demo"], environ=environ)


def start_directory(options: Options, settings: Settings, environ: Mapping[str, str]) -> Process:
    command = [
        sys.executable, "-m", "app.development.directory",
        "--port", str(_port(settings.keycloak_url)), "--app-url", settings.public_url,
        "--state", str(options.data / "directory.json"),
    ]  # fmt: skip
    secrets = {
        "POINTSBOOK_KEYCLOAK_WEB_SECRET": settings.keycloak_web_secret.reveal(),
        "POINTSBOOK_KEYCLOAK_SERVICE_SECRET": settings.keycloak_service_secret.reveal(),
    }
    return Process("directory", command, environ={**environ, **secrets})


def start_keycloak(options: Options, settings: Settings, running: list[Process]) -> None:
    """Start the real Keycloak, and wait for it; from its beginning it is among the running."""
    server = KeycloakServer(
        options.data / "keycloak",
        port=_port(settings.keycloak_url),
        web_secret=settings.keycloak_web_secret.reveal(),
        service_secret=settings.keycloak_service_secret.reveal(),
        public_url=settings.public_url,
    )
    with alone_in_cache() as cache:
        running.append(server.launch(cache))
        server.await_ready()
    demo_people.welcome(server, public_url=settings.public_url)


def _port(url: str) -> int:
    return urlsplit(url).port or 80
