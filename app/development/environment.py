"""The folder that everything lives in: its lock, its secrets, and the settings made from it."""

import fcntl
import os
import shlex
import socket
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes, token_urlsafe

from app.development import CannotStart
from app.plumbing.settings import PREFIX

LOOPBACK = "127.0.0.1"
SECRETS: Mapping[str, Callable[[], str]] = {
    "field_keys": lambda: f"development:{b64encode(token_bytes(32)).decode()}",
    "keycloak_web_secret": token_urlsafe,
    "keycloak_service_secret": token_urlsafe,
    "operator_token": token_urlsafe,
}


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Own the folder until the end, however that comes: the kernel gives up our lock with us."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            msg = (
                f"Pointsbook already runs in {folder}, as process {lock.read().strip()}:"
                " end it there with Ctrl-C, or take another folder with --data."
            )
            raise CannotStart(msg) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def secret_files(folder: Path) -> dict[str, Path]:
    """The secrets of this folder, drawn the first time."""
    folder.mkdir(mode=0o700, exist_ok=True)
    return {name: _drawn(folder / name, draw) for name, draw in SECRETS.items()}


def variables(*, secrets: Mapping[str, Path], **settings: str) -> dict[str, str]:
    """The settings as a process gets them: ours, and whatever else it was started with."""
    ours = {f"{PREFIX}{name.upper()}": value for name, value in settings.items()}
    files = {f"{PREFIX}{name.upper()}_FILE": str(file) for name, file in secrets.items()}
    names = {name.removesuffix("_FILE") for name in ours | files}
    others = {k: v for k, v in os.environ.items() if k.removesuffix("_FILE") not in names}
    return others | ours | files


def write_down(file: Path, environ: Mapping[str, str]) -> None:
    """Let other commands find this installation: `. .pointsbook/environment`."""
    ours = sorted((k, v) for k, v in environ.items() if k.startswith(PREFIX))
    file.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in ours))


def check_port(port: int) -> None:
    if not _is_free(port):
        msg = (
            f"Port {port} is taken by another program: end that one, or take another port with"
            f" --port {port + 2} (make run PORT={port + 2})."
        )
        raise CannotStart(msg)


def port_near(port: int) -> int:
    """The next port, as a rule, so that it stays the same from start to start."""
    if _is_free(port + 1):
        return port + 1
    return free_port()


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as listener:
        free: int = listener.getsockname()[1]
        return free


def _is_free(port: int) -> bool:
    try:
        socket.create_server((LOOPBACK, port)).close()
    except PermissionError as error:
        msg = f"Port {port} is for root alone: take another with --port 8000 (make run PORT=8000)."
        raise CannotStart(msg) from error
    except OSError:
        return False
    return True


def _drawn(file: Path, draw: Callable[[], str]) -> Path:
    if not file.exists():
        # Written aside, so that a full disk leaves no half of a secret.
        draft = file.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(draw())
        draft.rename(file)
    return file
