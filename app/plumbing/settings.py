"""Every setting, read once at start from `POINTSBOOK_…` or from the file `POINTSBOOK_…_FILE`."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Self

from app.plumbing.parsers import (
    address,
    mail_url,
    networks,
    one_of,
    sealing_keys,
    secret,
    secret_url,
    some_of,
    url,
    whole,
)
from app.plumbing.secret import Secret

__all__ = [
    "PREFIX",
    "VARIABLES",
    "BadSettings",
    "Environment",
    "Limits",
    "Secret",
    "Settings",
    "examine",
]

PREFIX = "POINTSBOOK_"


class Environment(StrEnum):
    DEVELOPMENT = "development"
    TEST = "test"
    STAGING = "staging"
    PRODUCTION = "production"


class BadSettings(Exception):
    """All that is wrong with the settings, so that it is mended in one go."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Pools and time-outs: short where people wait, generous where a debugger may sit."""

    pool_size: int
    pool_wait_seconds: float
    statement_timeout_ms: int
    lock_timeout_ms: int
    idle_in_transaction_timeout_ms: int


LIMITS = {
    Environment.DEVELOPMENT: Limits(
        pool_size=5,
        pool_wait_seconds=5,
        statement_timeout_ms=30_000,
        lock_timeout_ms=10_000,
        idle_in_transaction_timeout_ms=60_000,
    ),
    Environment.TEST: Limits(
        pool_size=5,
        pool_wait_seconds=5,
        statement_timeout_ms=10_000,
        lock_timeout_ms=5_000,
        idle_in_transaction_timeout_ms=10_000,
    ),
    Environment.PRODUCTION: Limits(
        pool_size=20,
        pool_wait_seconds=2,
        statement_timeout_ms=5_000,
        lock_timeout_ms=2_000,
        idle_in_transaction_timeout_ms=10_000,
    ),
}
# What is tried out before production is tried out under its limits.
LIMITS[Environment.STAGING] = LIMITS[Environment.PRODUCTION]


def environment(text: str) -> Environment:
    try:
        return Environment(text)
    except ValueError:
        msg = f"must be {' or '.join(Environment)}"
        raise ValueError(msg) from None


def setting(
    meaning: str, parse: Callable[[str], Any] = str, default: str | object | None = MISSING
) -> Any:  # noqa: ANN401 - dataclasses.field lies about its type in the same way
    return field(metadata={"meaning": meaning, "parse": parse, "default": default})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    environment: Environment = setting(
        "development, test, staging or production", environment, "production"
    )
    database_url: Secret = setting("PostgreSQL as the application's role", secret_url)
    platform_database_url: Secret = setting(
        "PostgreSQL as the role `platform`, which sees all communities", secret_url
    )
    owner_database_url: Secret | None = setting(
        "PostgreSQL as the owner of the tables; only migrations need it", secret_url, None
    )
    replica_database_url: Secret | None = setting(
        "A streaming replica for reads that decide nothing", secret_url, None
    )
    public_url: str = setting(
        "Where people reach Pointsbook; sign-in comes back to this host", url("http", "https")
    )
    base_domain: str = setting("Communities live on hosts below this domain", str, "localhost")
    keycloak_url: str = setting("Keycloak as the servers reach it", url("http", "https"))
    keycloak_public_url: str | None = setting(
        "Keycloak as browsers reach it, where that differs", url("http", "https"), None
    )
    keycloak_realm: str = setting("The realm that holds the people", str, "pointsbook")
    keycloak_web_secret: Secret = setting("The secret of Keycloak's client `web`", secret)
    keycloak_service_secret: Secret = setting("The secret of Keycloak's client `service`", secret)
    field_keys: Secret = setting(
        "Keys for personal data, newest first: `name:base64 of 32 bytes`, separated by commas",
        sealing_keys,
    )
    operator_token: Secret | None = setting(
        "Bearer token that opens the details of /health/ready", secret, None
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = setting(
        "Networks whose X-Forwarded-For is believed", networks, ""
    )
    rate_limit_times: int = setting(
        "Multiplies every rate limit: load tests come from few addresses", whole(1, 1_000_000), "1"
    )
    wait_ms_max: int = setting(
        "Milliseconds that a bet or quote may wait in a process before it refuses further ones",
        whole(1, 60_000),
        "50",
    )
    payment_providers: frozenset[str] = setting(
        "Who grants points beside the admins, separated by commas: voucher",
        some_of("voucher"),
        "voucher",
    )
    mail_url: Secret | None = setting(
        "How mail leaves: smtp:// (STARTTLS), smtps://, smtp+plain:// or a folder as file://",
        mail_url,
        None,
    )
    mail_from: str | None = setting(
        "The sender's address of mails; without one, no-reply at the base domain", address, None
    )
    data_folder: Path = setting("Where `pointsbook replay` finds its files", Path, "../shared/data")
    pool_size: int | None = setting("Connections a process holds at most", whole(1, 1_000), None)
    worker_metrics_port: int | None = setting(
        "A port on loopback where a worker shows its metrics; each worker needs its own",
        whole(1, 65_535),
        None,
    )
    log_level: str = setting(
        "debug, info, warning or error", one_of("debug", "info", "warning", "error"), "info"
    )

    @property
    def limits(self) -> Limits:
        preset = LIMITS[self.environment]
        if self.pool_size is None:
            return preset
        return replace(preset, pool_size=self.pool_size)

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read every setting or raise `BadSettings` with all that is wrong."""
        values, problems = examine(environ)
        if problems:
            raise BadSettings(problems)
        return cls(**values)


def examine(environ: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The settings that can be read, and everything that is wrong with these and the others."""
    values: dict[str, Any] = {}
    problems = [
        f"{name}: there is no such setting"
        for name in environ
        if name.startswith(PREFIX) and name.removesuffix("_FILE") not in VARIABLES
    ]
    for variable, item in VARIABLES.items():
        try:
            values[item.name] = _value(variable, item.metadata, environ)
        except ValueError as error:
            problems.append(f"{variable}: {error}")
    return values, sorted(problems + _unfit_for_the_public(values))


def _unfit_for_the_public(values: Mapping[str, Any]) -> list[str]:
    """What is fine on a desk only: the internet needs encryption and a name of one's own."""
    if values.get("environment") not in {Environment.STAGING, Environment.PRODUCTION}:
        return []
    problems = [
        f"{PREFIX}{name.upper()}: must begin with https:// in {values['environment']}"
        for name in ("public_url", "keycloak_public_url")
        if (values.get(name) or "https://").startswith("http://")
    ]
    keycloak = values.get("keycloak_url", "")
    if keycloak.startswith("http://") and values.get("keycloak_public_url", "") is None:
        problems.append(
            f"{PREFIX}KEYCLOAK_PUBLIC_URL: is missing, and browsers cannot use a KEYCLOAK_URL"
            f" without https:// in {values['environment']}"
        )
    if values.get("operator_token", "") is None:
        problems.append(f"{PREFIX}OPERATOR_TOKEN: is missing, and {values['environment']} needs it")
    mail = values.get("mail_url")
    if mail and mail.reveal().startswith("file:"):
        problems.append(
            f"{PREFIX}MAIL_URL: must name a server in {values['environment']};"
            " a folder sends nothing"
        )
    if values.get("base_domain") == "localhost":
        problems.append(f"{PREFIX}BASE_DOMAIN: must be a domain of yours, not localhost")
    return problems


def _value(variable: str, metadata: Mapping[str, Any], environ: Mapping[str, str]) -> object:
    text = environ.get(variable)
    if file := environ.get(f"{variable}_FILE"):
        if text is not None:
            msg = f"set it or {variable}_FILE, not both"
            raise ValueError(msg)
        text = _content(file)
    if text is None:
        text = metadata["default"]
        if text is MISSING:
            msg = f"is missing ({metadata['meaning']})"
            raise ValueError(msg)
        if text is None:
            return None
    return metadata["parse"](text)


def _content(file: str) -> str:
    try:
        return Path(file).read_text().strip()
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}"
        raise ValueError(msg) from None
    except UnicodeDecodeError:
        msg = f"{file} does not hold text"
        raise ValueError(msg) from None


VARIABLES = {f"{PREFIX}{item.name.upper()}": item for item in fields(Settings)}
