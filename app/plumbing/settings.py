"""Every setting, read once at start from `POINTSBOOK_…` or from the file `POINTSBOOK_…_FILE`."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Self, cast
from urllib.parse import urlsplit

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


class Secret:
    """A value that never shows itself; ask for it with `reveal`."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


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
    Environment.STAGING: Limits(
        pool_size=20,
        pool_wait_seconds=2,
        statement_timeout_ms=5_000,
        lock_timeout_ms=2_000,
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


def url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if urlsplit(text).scheme not in schemes:
            msg = f"must be a URL that begins with {' or '.join(f'{s}://' for s in schemes)}"
            raise ValueError(msg)
        return text.rstrip("/")

    return parse


def secret_url(text: str) -> Secret:
    return Secret(url("postgresql")(text))


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def setting(
    meaning: str, parse: Callable[[str], Any] = str, default: str | object | None = MISSING
) -> Any:  # noqa: ANN401 - dataclasses.field lies about its type in the same way
    return field(metadata={"meaning": meaning, "parse": parse, "default": default})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    environment: Environment = setting(
        "development, test, staging or production", Environment, "production"
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
    host: str = setting("The address to listen on", str, "127.0.0.1")
    port: int = setting("The port to listen on", int, "8000")
    public_url: str = setting(
        "Where people reach Pointsbook; sign-in comes back to this host", url("http", "https")
    )
    base_domain: str = setting("Communities live on hosts below this domain", str, "localhost")
    keycloak_url: str = setting("Keycloak as the servers reach it", url("http", "https"))
    keycloak_public_url: str | None = setting(
        "Keycloak as browsers reach it, where that differs", url("http", "https"), None
    )
    keycloak_realm: str = setting("The realm that holds the people", str, "pointsbook")
    keycloak_web_secret: Secret = setting("The secret of Keycloak's client `web`", Secret)
    keycloak_service_secret: Secret = setting("The secret of Keycloak's client `service`", Secret)
    field_keys: Secret = setting(
        "Keys for personal data, newest first: `name:base64 of 32 bytes`, separated by commas",
        Secret,
    )
    operator_token: Secret | None = setting(
        "Bearer token that opens the details of /health/ready", Secret, None
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = setting(
        "Networks whose X-Forwarded-For and X-Forwarded-Proto are believed", networks, ""
    )
    rate_limit_times: int = setting(
        "Multiplies every rate limit: load tests come from few addresses", int, "1"
    )
    pool_size: int | None = setting("Connections a process holds at most", int, None)
    log_level: str = setting("debug, info, warning or error", str, "info")

    @property
    def limits(self) -> Limits:
        preset = LIMITS[self.environment]
        if self.pool_size is None:
            return preset
        return Limits(
            **{f.name: getattr(preset, f.name) for f in fields(preset)}
            | {"pool_size": self.pool_size}
        )

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read every setting or raise `BadSettings` with all that is wrong."""
        problems: list[str] = []
        values: dict[str, object] = {}
        for item in fields(cls):
            try:
                values[item.name] = _value(item.name, item.metadata, environ)
            except (ValueError, OSError) as error:
                problems.append(f"{PREFIX}{item.name.upper()}: {error}")
        known = {PREFIX + item.name.upper() for item in fields(cls)}
        problems += [
            f"{name}: there is no such setting"
            for name in environ
            if name.startswith(PREFIX) and name.removesuffix("_FILE") not in known
        ]
        if problems:
            raise BadSettings(sorted(problems))
        return cls(**cast("dict[str, Any]", values))


def _value(name: str, metadata: Mapping[str, Any], environ: Mapping[str, str]) -> object:
    variable = PREFIX + name.upper()
    text = environ.get(variable)
    if file := environ.get(f"{variable}_FILE"):
        if text is not None:
            msg = f"set it or {variable}_FILE, not both"
            raise ValueError(msg)
        text = Path(file).read_text().strip()
    if text is None:
        text = metadata["default"]
        if text is MISSING:
            msg = f"is missing ({metadata['meaning']})"
            raise ValueError(msg)
        if text is None:
            return None
    return metadata["parse"](text)
