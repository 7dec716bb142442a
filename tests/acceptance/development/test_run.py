"""`pointsbook run`: one command up, one key down, and nothing left behind."""

import os
import shlex
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg
import pytest

from app.development.environment import LOOPBACK
from app.development.postgres import Cluster
from tests.acceptance.development.pointsbook_run import (
    POINTSBOOK,
    ROOT,
    Run,
    processes_of,
    until_gone,
)
from tests.ports import free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

# On a machine of its own it is 5; here other tests run beside it.
STOP_SECONDS_MAX = 10
# On a machine of its own it is 8; here other tests run beside it.
SECOND_START_SECONDS_MAX = 16
AS_ROOT = os.geteuid() == 0
NOBODY = 65534
ORDINARY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]

Start = Callable[..., Run]


# Each starts everything: `make proofs` plays them all.
LONG = pytest.mark.proof


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not below pytest's own folder: that is closed to the user whom PostgreSQL runs as.
    with TemporaryDirectory(prefix="pointsbook-run-", ignore_cleanup_errors=True) as place:
        Path(place).chmod(0o755)
        yield Path(place) / "data"


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Start Pointsbook in the test's folder; what a test leaves running is killed."""
    runs: list[Run] = []

    def begin(*options: str, port: int | None = None, before: Sequence[str] = ()) -> Run:
        runs.append(Run(folder, *options, port=port, before=before))
        return runs[-1]

    yield begin
    for run in runs:
        run.end()


@pytest.fixture(scope="module")
def made_once() -> Iterator[Path]:
    """A folder whose database has been made already."""
    with TemporaryDirectory(prefix="pointsbook-run-") as place:
        cluster = Cluster(Path(place) / "postgres")
        cluster.start()
        cluster.stop()
        yield Path(place)


@pytest.fixture
def used(made_once: Path, folder: Path) -> Path:
    subprocess.run(["cp", "-a", made_once, folder], check=True)
    return folder


def pid_of(run: Run, words: str) -> int:
    found = [pid for pid, command in processes_of(run.data).items() if words in command]
    return min(found)


def installation(folder: Path) -> dict[str, str]:
    """The settings, as a shell reads them from the file that is written for it."""
    lines = (folder / "environment").read_text().splitlines()
    return dict(shlex.split(line)[1].split("=", 1) for line in lines)


def has_bets(folder: Path) -> bool:
    with psycopg.connect(installation(folder)["POINTSBOOK_PLATFORM_DATABASE_URL"]) as platform:
        return platform.execute("select true from bet limit 1").fetchone() is not None


def test_two_starts_and_what_they_leave(folder: Path, start: Start) -> None:
    first = start()
    first.until_ready()
    keys = (folder / "secrets" / "field_keys").read_text()
    first.signal(signal.SIGINT)
    status, _ = first.wait()
    assert status == 0
    assert "main Python module" not in first.output, "the queue's library warns of it"

    second = start()
    seconds = second.until_ready()

    assert seconds < SECOND_START_SECONDS_MAX
    assert f"http://localhost:{second.port}" in second.output
    assert httpx.get(f"http://127.0.0.1:{second.port}/health/live").text == "alive"
    directory = installation(folder)["POINTSBOOK_KEYCLOAK_URL"]
    assert httpx.get(f"{directory}/realms/pointsbook/.well-known/openid-configuration").is_success
    with psycopg.connect(installation(folder)["POINTSBOOK_PLATFORM_DATABASE_URL"]) as platform:
        hosts = platform.execute("select host from tenant_host order by host").fetchall()
        names = {name for (name,) in platform.execute("select display_name from player")}
        assert platform.execute("select * from violations()").fetchall() == []
    assert names >= {"Ama", "Efua", "Kofi"}, "the demo people play at once"
    second.until("the demo has bets", lambda: has_bets(folder))
    assert [host for (host,) in hosts] == [
        "127.0.0.1",
        "demo.localhost",
        "harbour.localhost",
        "localhost",
    ]
    assert (folder / "secrets" / "field_keys").read_text() == keys
    modes = [stat.S_IMODE(file.stat().st_mode) for file in (folder / "secrets").iterdir()]
    assert set(modes) == {0o600}


@pytest.mark.parametrize(
    ("number", "presses"),
    [
        (signal.SIGINT, 1),
        pytest.param(signal.SIGINT, 2, marks=LONG),
        pytest.param(signal.SIGTERM, 1, marks=LONG),
        pytest.param(signal.SIGTERM, 2, marks=LONG),
    ],
)
def test_a_signal_ends_everything_in_order(
    used: Path, start: Start, number: signal.Signals, presses: int
) -> None:
    run = start()
    run.until_ready()

    run.signal(number)
    if presses == 2:
        run.until_said("stopping")
        run.signal(number)
    status, seconds = run.wait()

    assert status == 0
    assert seconds < STOP_SECONDS_MAX
    assert processes_of(used) == {}
    assert run.stopped() == ["demo", "web", "worker", "directory", "postgresql"]
    assert "Traceback" not in run.output


def test_ctrl_c_during_the_start_ends_everything(folder: Path, start: Start) -> None:
    run = start()
    run.until_said("starting PostgreSQL")

    run.signal(signal.SIGINT)
    status, seconds = run.wait()

    assert status == 0
    assert seconds < STOP_SECONDS_MAX
    assert processes_of(folder) == {}
    again = start()
    again.until_ready()


@LONG
def test_a_web_process_that_hangs_does_not_delay_the_end(used: Path, start: Start) -> None:
    run = start()
    run.until_ready()
    os.kill(pid_of(run, "uvicorn"), signal.SIGSTOP)

    run.signal(signal.SIGINT)
    status, seconds = run.wait()

    assert status == 0
    assert seconds < STOP_SECONDS_MAX
    assert processes_of(used) == {}


def test_nothing_outlives_a_killed_supervisor(used: Path, start: Start) -> None:
    run = start()
    run.until_ready()

    run.kill()

    until_gone(used, STOP_SECONDS_MAX)
    start().until_ready()


@LONG
def test_a_database_left_running_is_ended_and_used(used: Path, start: Start) -> None:
    leftover = Cluster(used / "postgres")
    leftover.start()

    run = start()
    run.until_ready()

    assert leftover.ending is not None
    leftover.stop()


@LONG
def test_a_note_of_a_server_that_is_another_program_now_is_ignored(
    used: Path, start: Start
) -> None:
    note = used / "postgres" / "data" / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{note.parent}\n")

    start().until_ready()


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize(
    ("program", "number", "sentence"),
    [
        pytest.param("uvicorn", signal.SIGKILL, "web was ended by SIGKILL", marks=LONG),
        ("app.worker", signal.SIGKILL, "worker was ended by SIGKILL"),
        pytest.param(
            "app.development.directory",
            signal.SIGKILL,
            "directory was ended by SIGKILL",
            marks=LONG,
        ),
        pytest.param(
            "app.development.demo", signal.SIGKILL, "demo was ended by SIGKILL", marks=LONG
        ),
        pytest.param("bin/postgres -D", signal.SIGKILL, "PostgreSQL was ended by", marks=LONG),
        ("bin/postgres -D", signal.SIGTERM, "PostgreSQL was told to stop by somebody else."),
    ],
)
def test_when_one_ends_so_do_all(
    start: Start, program: str, number: signal.Signals, sentence: str
) -> None:
    run = start()
    run.until_ready()

    os.kill(pid_of(run, program), number)

    assert sentence in run.complaint()


IN_A_TERMINAL = [sys.executable, "-c", "import pty, sys; pty.spawn(sys.argv[1:])"]


@pytest.mark.usefixtures("used")
@pytest.mark.parametrize(
    ("before", "json"), [([], True), pytest.param(IN_A_TERMINAL, False, marks=LONG)]
)
def test_people_read_lines_and_programs_json(
    start: Start,
    before: Sequence[str],
    json: bool,  # noqa: FBT001 - a parameter
) -> None:
    run = start(before=before)
    run.until_ready()

    assert ('{"at": ' in run.output) is json
    assert "Application startup complete" in run.output


@pytest.mark.usefixtures("used")
@LONG
def test_web_processes_end_with_the_one_that_made_them(start: Start) -> None:
    run = start("--workers", "2")
    run.until_ready()

    os.kill(pid_of(run, "uvicorn"), signal.SIGKILL)

    assert "web was ended by SIGKILL" in run.complaint()


@LONG
def test_reload_starts_and_ends(used: Path, start: Start) -> None:
    run = start("--reload")
    run.until_ready()

    run.signal(signal.SIGINT)
    status, seconds = run.wait()

    assert status == 0
    assert seconds < STOP_SECONDS_MAX
    assert processes_of(used) == {}


def test_one_folder_runs_once(used: Path, start: Start) -> None:
    run = start()
    run.until_ready()

    second = subprocess.run(
        [*POINTSBOOK, "run", "--data", used, "--port", str(free_port(together=2))],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    reset = subprocess.run(
        [*POINTSBOOK, "reset", "--data", used],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip

    assert (second.returncode, reset.returncode) == (1, 1)
    assert second.stderr.startswith(f"Error: Pointsbook already runs in {used}, as process ")
    assert second.stderr == reset.stderr
    assert httpx.get(f"http://127.0.0.1:{run.port}/health/live").text == "alive"


def test_a_taken_port_is_told_before_anything_starts(folder: Path, start: Start) -> None:
    with closing(socket.create_server((LOOPBACK, 0))) as taken:
        port = taken.getsockname()[1]

        sentence = start(port=port).complaint()

    assert f"Port {port} is taken" in sentence
    assert not (folder / "postgres").exists()


def test_a_database_of_another_version_is_refused(used: Path, start: Start) -> None:
    (used / "postgres" / "data" / "PG_VERSION").write_text("17\n")

    assert "incompatible with server" in start().complaint()


def test_a_damaged_database_is_refused(used: Path, start: Start) -> None:
    os.truncate(used / "postgres" / "data" / "global" / "pg_control", 100)

    assert "pg_control" in start().complaint()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    inside = tmp_path / "file" / "data"

    done = subprocess.run(
        [*POINTSBOOK, "run", "--data", inside, "--port", str(free_port(together=2))],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr == f"Error: {inside}: Not a directory.\n"


@pytest.fixture
def mount(folder: Path) -> Iterator[Callable[[str], None]]:
    """A disk of its own for the folder; only root can give it one."""
    folder.mkdir()

    def make(options: str) -> None:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if not AS_ROOT or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("may not mount a disk")

    yield make
    subprocess.run(["umount", "--lazy", folder], capture_output=True, check=False)


@pytest.mark.parametrize(
    "size", ["4k", *(pytest.param(each, marks=LONG) for each in ("1m", "24m"))]
)
def test_a_disk_too_small_is_told_in_a_sentence(
    folder: Path, mount: Callable[[str], None], start: Start, size: str
) -> None:
    mount(f"size={size}")

    assert f"The disk that holds {folder} is full" in start().complaint()


def test_a_disk_that_filled_up_is_told_in_a_sentence(
    made_once: Path, folder: Path, mount: Callable[[str], None], start: Start
) -> None:
    mount("size=100m")
    subprocess.run(["cp", "-a", made_once / "postgres", folder], check=True)
    with suppress(OSError), (folder / "film").open("wb", buffering=0) as film:
        while True:
            film.write(bytes(4096))

    assert f"The disk that holds {folder} is full" in start().complaint()


def test_a_disk_that_is_read_only_is_told_in_a_sentence(
    mount: Callable[[str], None], start: Start
) -> None:
    mount("ro")

    assert "Read-only file system" in start().complaint()


@LONG
def test_it_runs_for_an_ordinary_user(folder: Path, start: Start) -> None:
    if AS_ROOT:
        try:
            subprocess.run([sys.executable, "-c", ""], user=NOBODY, cwd="/", check=True)
        except PermissionError:
            pytest.skip("this Python is for root alone")
        folder.mkdir()
        os.chown(folder, NOBODY, NOBODY)

    run = start(before=ORDINARY if AS_ROOT else [])
    run.until_ready()

    with psycopg.connect(installation(folder)["POINTSBOOK_DATABASE_URL"]) as app:
        assert app.execute("select count(*) from tenant").fetchone() == (2,)


@pytest.mark.usefixtures("used")
def test_without_maven_it_says_how_to_come_by_keycloak(tmp_path: Path, start: Start) -> None:
    nowhere = ["env", f"XDG_CACHE_HOME={tmp_path}", f"PATH={tmp_path}"]

    sentence = start("--keycloak", before=nowhere).complaint()

    assert "is fetched by Maven, which is not installed: install it once" in sentence


def test_an_old_python_is_told_so() -> None:
    pretend = "import sys; sys.version_info = (3, 10, 9, 'final', 0); import app.cli"

    done = subprocess.run(
        [sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith("Pointsbook needs Python 3.11 or newer; this is ")


def test_reset_removes_the_folder_and_nothing_else(used: Path, tmp_path: Path) -> None:
    (used / "lock").touch()
    kept = tmp_path / "kept"
    kept.mkdir()

    for folder in (used, kept):
        subprocess.run(
            [*POINTSBOOK, "reset", "--data", folder], cwd=ROOT, capture_output=True, check=False
        )

    assert not used.exists()
    assert kept.exists()
