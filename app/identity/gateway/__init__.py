"""Keycloak, as Pointsbook uses it: the only code that talks to it."""

from app.identity.gateway.administration import Administration, Person
from app.identity.gateway.answers import (
    AuthorizationPending,
    GrantRefused,
    PersonUnknown,
    ProviderDown,
    SlowDown,
)
from app.identity.gateway.sign_in import ClientName, Device, SignIn, Tokens

__all__ = [
    "AuthorizationPending",
    "ClientName",
    "Device",
    "GrantRefused",
    "Keycloak",
    "Person",
    "PersonUnknown",
    "ProviderDown",
    "SlowDown",
    "Tokens",
]


class Keycloak(SignIn, Administration):
    """Signing people in, and administering them with the rights of Pointsbook's own account.

    Holds connections, so one per process; `aclose` ends them.
    """

    def __init__(
        self,
        *,
        base_url: str,
        web_secret: str,
        service_secret: str,
        public_url: str | None = None,
        realm: str = "pointsbook",
        web_client: str = "web",
        api_client: str = "api",
        service_client: str = "service",
        timeout_seconds: int = 5,
    ) -> None:
        server = base_url.rstrip("/") + "/"
        SignIn.__init__(
            self,
            server=server,
            public_url=public_url or base_url,
            realm=realm,
            web=(web_client, web_secret),
            api=api_client,
            timeout_seconds=timeout_seconds,
        )
        Administration.__init__(
            self,
            server=server,
            realm=realm,
            service=(service_client, service_secret),
            web_client=web_client,
            timeout_seconds=timeout_seconds,
        )

    async def aclose(self) -> None:
        await self.close_sign_in()
        await self.close_administration()
