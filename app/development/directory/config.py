"""Who may ask the directory for what, and who lives in it at first."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from uuid import NAMESPACE_DNS, uuid5

REALM = "/realms/pointsbook"
ADMIN = "/admin/realms/pointsbook"
OPENID = f"{REALM}/protocol/openid-connect"

Right = Literal["people", "realm"]

LOOPBACK_CALLBACK = "http://127.0.0.1:*/callback"  # RFC 8252: a native program listens on any port
DEMO_PASSWORD = "points"  # noqa: S105 - shown on the sign-in page, valid on the developer's machine only


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A program known to the directory.  Without a secret it is public."""

    id: str
    secret: str | None = field(default=None, repr=False)
    redirect_uris: tuple[str, ...] = ()
    post_logout_redirect_uris: tuple[str, ...] = ()
    backchannel_logout_url: str | None = None
    service_account: bool = False
    device_flow: bool = False
    administers: tuple[Right, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    username: str
    first_name: str
    what: str
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The same on every machine, so that demo data can name people before they sign in."""
        return str(uuid5(NAMESPACE_DNS, f"{self.username}.pointsbook.example"))

    @property
    def email(self) -> str:
        return f"{self.username}@pointsbook.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifespans:
    """In seconds; Keycloak's own defaults, where it has one."""

    access_token: int = 300
    session_idle: int = 1800
    session: int = 36_000
    code: int = 60
    device_code: int = 600
    device_interval: int = 5


DEMO_GROUPS = tuple(f"/communities/demo/{role}" for role in ("admin", "results", "player"))
DEMO_PEOPLE = (
    DemoPerson(
        username="ama", first_name="Ama", what="player", groups=("/communities/demo/player",)
    ),
    DemoPerson(
        username="kofi", first_name="Kofi", what="player", groups=("/communities/demo/player",)
    ),
    DemoPerson(
        username="efua", first_name="Efua", what="admin", groups=("/communities/demo/admin",)
    ),
    DemoPerson(username="yaw", first_name="Yaw", what="superadmin", roles=("superadmin",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    environment: str
    base_url: str
    state: Path
    clients: tuple[Client, ...]
    people: tuple[DemoPerson, ...] = DEMO_PEOPLE
    groups: tuple[str, ...] = DEMO_GROUPS
    lifespans: Lifespans = Lifespans()

    @property
    def issuer(self) -> str:
        return f"{self.base_url}{REALM}"


def usual_clients(app_url: str, *, web_secret: str, service_secret: str) -> tuple[Client, ...]:
    """The clients of the real realm: browsers, programs, Pointsbook itself; and an operator."""
    return (
        Client(
            id="web",
            secret=web_secret,
            redirect_uris=(f"{app_url}/auth/callback",),
            post_logout_redirect_uris=(f"{app_url}/",),
            backchannel_logout_url=f"{app_url}/auth/backchannel-logout",
        ),
        Client(id="api", redirect_uris=(LOOPBACK_CALLBACK,), device_flow=True),
        Client(id="service", secret=service_secret, service_account=True, administers=("people",)),
        # For labs, as Keycloak's own administrator: new signing keys, service accounts.
        Client(
            id="operator",
            secret=DEMO_PASSWORD,
            service_account=True,
            administers=("people", "realm"),
        ),
    )
