"""Pointsbook's side of a sign-in: what it draws, keeps and sends."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx
from jwcrypto.jwk import JWKSet
from jwcrypto.jwt import JWT
from keycloak.pkce_utils import generate_code_challenge

from app.identity.gateway import ClientName, Keycloak, Tokens
from tests.contracts.identity.browser import Browser, Left
from tests.contracts.identity.providers import Account, Provider
from tests.contracts.keycloak_server import SERVICE_SECRET

LOOPBACK = "http://127.0.0.1:49152/callback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One sign-in under way."""

    redirect_uri: str
    client: ClientName = "web"
    state: str = field(default_factory=secrets.token_urlsafe)
    nonce: str = field(default_factory=secrets.token_urlsafe)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        return generate_code_challenge(self.verifier)[0]

    def url(self, keycloak: Keycloak, *, register: bool = False) -> str:
        return keycloak.authorization_url(
            self.redirect_uri,
            self.state,
            self.nonce,
            self.challenge,
            register=register,
            client=self.client,
        )

    async def exchange(self, keycloak: Keycloak, code: str) -> Tokens:
        return await keycloak.exchange_code(
            code, self.redirect_uri, self.verifier, client=self.client
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A provider, and Pointsbook's gateway to it."""

    provider: Provider
    keycloak: Keycloak

    def attempt(self) -> Attempt:
        return Attempt(redirect_uri=f"{self.provider.pointsbook.url}/auth/callback")

    def program_attempt(self) -> Attempt:
        return Attempt(redirect_uri=LOOPBACK, client="api")

    def code(self, attempt: Attempt, account: Account) -> str:
        """The code that the provider's form gives the person, brought to the right address."""
        with Browser.opened(self.provider.base_url) as browser:
            left = browser.sign_in(attempt.url(self.keycloak), account)
        assert isinstance(left, Left), left.text
        assert left.url.startswith(f"{attempt.redirect_uri}?")
        assert left.query["state"] == attempt.state
        return left.query["code"]

    async def sign_in(self, account: Account, attempt: Attempt | None = None) -> Tokens:
        attempt = attempt or self.attempt()
        return await attempt.exchange(self.keycloak, self.code(attempt, account))

    @property
    def realm_url(self) -> str:
        return f"{self.provider.base_url}/realms/pointsbook"

    def described(self, path: str) -> dict[str, Any]:
        """What the provider publishes about itself."""
        described: dict[str, Any] = httpx.get(f"{self.realm_url}/{path}").raise_for_status().json()
        return described

    def ask_token(self, **form: str) -> httpx.Response:
        return httpx.post(f"{self.realm_url}/protocol/openid-connect/token", data=form)

    def service_token(self) -> dict[str, Any]:
        answer = self.ask_token(
            grant_type="client_credentials", client_id="service", client_secret=SERVICE_SECRET
        )
        given: dict[str, Any] = answer.raise_for_status().json()
        return given

    def administer(self, path: str, access_token: str) -> httpx.Response:
        url = f"{self.provider.base_url}/admin/realms/pointsbook/{path}"
        return httpx.get(url, headers={"authorization": f"Bearer {access_token}"})

    def claims(self, token: str) -> dict[str, Any]:
        """What the token says, if it has not expired and a published key signed it."""
        keys = JWKSet.from_json(json.dumps(self.described("protocol/openid-connect/certs")))
        verified = JWT(jwt=token, key=keys, algs=["RS256"])
        claims: dict[str, Any] = json.loads(verified.claims)
        return claims

    def told_logout(self, account: Account) -> dict[str, Any]:
        """The claims of the next logout token about the person; others' may still be arriving."""
        while True:
            claims = self.claims(self.provider.pointsbook.logout_token())
            if claims["sub"] == account.subject:
                return claims


def audience(claims: dict[str, Any]) -> list[str]:
    aud: str | list[str] = claims["aud"]
    return [aud] if isinstance(aud, str) else aud
