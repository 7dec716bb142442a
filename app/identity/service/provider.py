"""The sign-in service: what it says, once it is known to be true."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import structlog

from app.identity.gateway import GrantRefused, Keycloak, PersonUnknown, ProviderDown, Tokens
from app.identity.rules.sign_in import NAME_LENGTH_MAX, Proof, SignInRefused
from app.plumbing.discovery import fetch_document
from app.plumbing.settings import Settings
from app.plumbing.signing_keys import SigningKeys
from app.plumbing.tokens import AccessToken, Issuer, Reason, TokenRefused, check_party

log = structlog.get_logger()

WEB_CLIENT = "web"
API_AUDIENCE = "api"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    gateway: Keycloak
    issuer: Issuer
    issuer_url: str

    async def redeem(
        self, code: str, *, redirect_uri: str, verifier: str, nonce: str, now: datetime
    ) -> Proof:
        """Exchange the code, and believe the answer only after both tokens were verified."""
        tokens = await self.gateway.exchange_code(code, redirect_uri, verifier)
        identity = await self.issuer.verify_id(tokens.id_token, client_id=WEB_CLIENT, nonce=nonce)
        access = await self.read_access(tokens)
        if (access.sub, access.sid) != (identity.sub, identity.sid):
            raise SignInRefused
        return Proof(
            subject=identity.sub,
            provider_session=identity.sid,
            # The realm asks nobody for a name, but everybody has a username.
            name=(identity.name or identity.preferred_username or "")[:NAME_LENGTH_MAX],
            groups=access.groups,
            realm_roles=access.realm_roles,
            refresh_token=tokens.refresh_token,
            issued_at=access.iat,
            renew_at=now + timedelta(seconds=tokens.expires_in),
        )

    async def read_access(self, tokens: Tokens) -> AccessToken:
        """Read an access token that was made for our own pages, and for no other client."""
        access = await self.issuer.verify_access(tokens.access_token, audience=API_AUDIENCE)
        if access.azp is None:
            raise TokenRefused(Reason.PARTY)
        check_party(access, WEB_CLIENT)
        return access

    async def end_session(self, refresh_token: str) -> bool:
        """End the provider's session too, and say whether that is certain."""
        try:
            await self.gateway.end_session(refresh_token)
        except GrantRefused:
            log.info("provider session ended already")
        except ProviderDown:
            log.warning("provider session not ended")
            return False
        return True

    async def end_sessions_of(self, subject: str) -> bool:
        try:
            await self.gateway.sign_out_everywhere(subject)
        except PersonUnknown:
            log.info("provider does not know the person", subject=subject)
        except ProviderDown:
            log.warning("provider sessions not ended", subject=subject)
            return False
        return True


@asynccontextmanager
async def connect(settings: Settings) -> AsyncIterator[Provider]:
    """Connect to Keycloak as the settings say; nothing is asked until somebody signs in."""
    realm = f"realms/{settings.keycloak_realm}"
    issuer_url = f"{settings.keycloak_public_url or settings.keycloak_url}/{realm}"
    keys_url = f"{settings.keycloak_url}/{realm}/protocol/openid-connect/certs"
    gateway = Keycloak(
        base_url=settings.keycloak_url,
        public_url=settings.keycloak_public_url,
        realm=settings.keycloak_realm,
        web_secret=settings.keycloak_web_secret.reveal(),
        service_secret=settings.keycloak_service_secret.reveal(),
    )
    try:
        async with httpx.AsyncClient(trust_env=False) as http:
            keys = SigningKeys(lambda: fetch_document(http, keys_url))
            yield Provider(gateway=gateway, issuer=Issuer(issuer_url, keys), issuer_url=issuer_url)
    finally:
        await gateway.aclose()
