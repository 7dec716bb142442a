"""Settings: all that is wrong is told at once, and secrets stay secret."""

import copy
import pickle
import traceback
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from app.plumbing.settings import BadSettings, Environment, Secret, Settings

KEY = "new:" + "A" * 43 + "="
GOOD = {
    "POINTSBOOK_ENVIRONMENT": "development",
    "POINTSBOOK_DATABASE_URL": "postgresql://app:hunter2@db/pointsbook",
    "POINTSBOOK_PLATFORM_DATABASE_URL": "postgresql://platform:hunter2@db/pointsbook",
    "POINTSBOOK_PUBLIC_URL": "http://localhost:8000",
    "POINTSBOOK_KEYCLOAK_URL": "http://127.0.0.1:8001",
    "POINTSBOOK_KEYCLOAK_WEB_SECRET": "hunter2",
    "POINTSBOOK_KEYCLOAK_SERVICE_SECRET": "hunter2",
    "POINTSBOOK_FIELD_KEYS": KEY,
}
PUBLIC = GOOD | {
    "POINTSBOOK_PUBLIC_URL": "https://play.example",
    "POINTSBOOK_KEYCLOAK_PUBLIC_URL": "https://id.example",
    "POINTSBOOK_BASE_DOMAIN": "play.example",
    "POINTSBOOK_OPERATOR_TOKEN": "hunter2",
}


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in GOOD.items() if key != f"POINTSBOOK_{name}"}


def problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(BadSettings) as refusal:
        Settings.read(environ)
    return refusal.value.problems


def test_good_settings_are_read() -> None:
    settings = Settings.read(GOOD | {"POINTSBOOK_POOL_SIZE": "7"})

    assert settings.environment is Environment.DEVELOPMENT
    assert settings.rate_limit_times == 1
    assert settings.limits.pool_size == 7


def test_all_that_is_wrong_is_told_at_once() -> None:
    environ = without("PUBLIC_URL") | {
        "POINTSBOOK_POOL_SIZE": "80000",
        "POINTSBOOK_DATABASE_URL": "mysql://db",
        "POINTSBOOK_COLOUR": "green",
    }

    assert [problem.partition(":")[0] for problem in problems(environ)] == [
        "POINTSBOOK_COLOUR",
        "POINTSBOOK_DATABASE_URL",
        "POINTSBOOK_POOL_SIZE",
        "POINTSBOOK_PUBLIC_URL",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ENVIRONMENT", "prod"),
        ("DATABASE_URL", "db.example"),
        ("POOL_SIZE", "0"),
        ("POOL_SIZE", "1001"),
        ("POOL_SIZE", "-1"),
        ("POOL_SIZE", "many"),
        ("PUBLIC_URL", "localhost:8000"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("LOG_LEVEL", "loud"),
        ("KEYCLOAK_WEB_SECRET", ""),
        ("FIELD_KEYS", ""),
        ("FIELD_KEYS", "AAAA"),
        ("FIELD_KEYS", "short:AAAA"),
        ("FIELD_KEYS", f"{KEY},"),
        ("FIELD_KEYS", KEY.removeprefix("new")),
        ("FIELD_KEYS", "new:" + "é" * 43 + "="),
    ],
)
def test_nonsense_is_refused(name: str, text: str) -> None:
    (problem,) = problems(GOOD | {f"POINTSBOOK_{name}": text})

    assert problem.startswith(f"POINTSBOOK_{name}: ")


@pytest.mark.parametrize(("name", "text"), [("POOL_SIZE", "1"), ("POOL_SIZE", "1000")])
def test_the_bounds_themselves_are_allowed(name: str, text: str) -> None:
    settings = Settings.read(GOOD | {f"POINTSBOOK_{name}": text})

    assert getattr(settings, name.lower()) == int(text)


def test_a_setting_may_be_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from a file\n")

    settings = Settings.read(
        without("KEYCLOAK_WEB_SECRET") | {"POINTSBOOK_KEYCLOAK_WEB_SECRET_FILE": str(file)}
    )

    assert settings.keycloak_web_secret == Secret("from a file")


def test_a_setting_given_twice_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(GOOD | {"POINTSBOOK_FIELD_KEYS_FILE": str(tmp_path / "keys")})

    assert "not both" in problem


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "secret"
    if content:
        file.write_bytes(content)

    (problem,) = problems(without("FIELD_KEYS") | {"POINTSBOOK_FIELD_KEYS_FILE": str(file)})

    assert str(file) in problem


def test_an_unknown_file_setting_is_refused() -> None:
    (problem,) = problems(GOOD | {"POINTSBOOK_FIELD_KEY_FILE": "keys"})

    assert "no such setting" in problem


@pytest.mark.parametrize("environment", ["staging", "production"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PUBLIC_URL", "http://play.example"),
        ("KEYCLOAK_PUBLIC_URL", "http://id.example"),
        ("KEYCLOAK_PUBLIC_URL", None),
        ("OPERATOR_TOKEN", None),
        ("BASE_DOMAIN", None),
    ],
)
def test_what_faces_the_public_is_held_to_more(
    environment: str, name: str, text: str | None
) -> None:
    environ = PUBLIC | {"POINTSBOOK_ENVIRONMENT": environment}
    Settings.read(environ)
    del environ[f"POINTSBOOK_{name}"]

    (problem,) = problems(environ | ({f"POINTSBOOK_{name}": text} if text else {}))

    assert problem.startswith(f"POINTSBOOK_{name}: ")


def test_nobody_is_in_development_by_mistake() -> None:
    assert len(problems(without("ENVIRONMENT"))) == 4


@pytest.mark.parametrize("shown", [repr, str, "{}".format, "%s".__mod__, "{!r:>20}".format])
def test_a_secret_never_shows_itself(shown: object) -> None:
    assert callable(shown)
    assert "hunter2" not in shown(Secret("hunter2"))
    assert "hunter2" not in shown(Settings.read(PUBLIC))


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError, match="does not travel"):
        pickle.dumps(Settings.read(GOOD))


def test_a_copied_secret_is_the_same() -> None:
    secret = Secret("hunter2")

    assert copy.deepcopy(secret) is secret


def test_a_traceback_with_all_locals_holds_no_secret() -> None:
    settings = Settings.read(PUBLIC)

    def fail(settings: Settings) -> None:
        raise RuntimeError(settings)

    with pytest.raises(RuntimeError) as failure:
        fail(settings)

    shown = traceback.TracebackException.from_exception(failure.value, capture_locals=True)
    inner = [frame for frame in shown.stack if frame.name == "fail"]
    assert inner
    assert "hunter2" not in str(inner[0].locals)
    assert "hunter2" not in str(failure.value)


@pytest.mark.parametrize("name", ["DATABASE_URL", "FIELD_KEYS"])
def test_a_wrong_secret_is_not_repeated_in_the_problem(name: str) -> None:
    assert "hunter2" not in problems(GOOD | {f"POINTSBOOK_{name}": "hunter2"})[0]


def test_config_check_shows_everything_but_secrets() -> None:
    shown = CliRunner(env=GOOD).invoke(main, ["config", "check"])

    assert shown.exit_code == 0
    assert "POINTSBOOK_PUBLIC_URL = http://localhost:8000\n    Where people reach" in shown.output
    assert "POINTSBOOK_FIELD_KEYS = set\n" in shown.output
    assert "POINTSBOOK_OPERATOR_TOKEN = none (by default)\n" in shown.output
    assert "POINTSBOOK_RATE_LIMIT_TIMES = 1 (by default)\n" in shown.output
    assert "hunter2" not in shown.output
    assert KEY not in shown.output


def test_config_check_lists_all_problems_and_fails() -> None:
    environ: dict[str, str | None] = {
        **GOOD,
        "POINTSBOOK_POOL_SIZE": "x",
        "POINTSBOOK_FIELD_KEYS": None,
    }

    shown = CliRunner(env=environ).invoke(main, ["config", "check"])

    assert shown.exit_code == 1
    assert "POINTSBOOK_POOL_SIZE = wrong, see below\n" in shown.output
    assert "POINTSBOOK_FIELD_KEYS = missing\n" in shown.output
    assert "POINTSBOOK_POOL_SIZE: must be a whole number from 1 to 1000" in shown.stderr
    assert "POINTSBOOK_FIELD_KEYS: is missing" in shown.stderr
