"""Signing people in: code flow, device flow, refresh, end of session (OpenID Connect)."""

import secrets
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlencode

from keycloak import KeycloakOpenID, KeycloakPostError
from keycloak.exceptions import raise_error_from_response
from keycloak.pkce_utils import generate_code_challenge
from keycloak.urls_patterns import URL_DEVICE

from app.identity.gateway.answers import GrantRefused, answer, read

ClientName = Literal["web", "api"]

SCOPE = "openid"
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What Keycloak gave, unverified."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    id_token: str = field(repr=False)
    expires_in: int
    refresh_expires_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A program that waits for its user to approve it in a browser."""

    device_code: str = field(repr=False)
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int


class SignIn:
    def __init__(
        self,
        *,
        server: str,
        public_url: str,
        realm: str,
        web: tuple[str, str],
        api: str,
        timeout_seconds: int,
    ) -> None:
        self._page = f"{public_url.rstrip('/')}/realms/{realm}/protocol/openid-connect/auth"

        def client(client_id: str, secret: str | None = None) -> KeycloakOpenID:
            return KeycloakOpenID(
                server_url=server,
                realm_name=realm,
                client_id=client_id,
                client_secret_key=secret,
                timeout=timeout_seconds,
            )

        self._clients: dict[ClientName, KeycloakOpenID] = {"web": client(*web), "api": client(api)}

    async def close_sign_in(self) -> None:
        for client in self._clients.values():
            await client.connection.aclose()

    def authorization_url(
        self,
        redirect_uri: str,
        state: str,
        nonce: str,
        code_challenge: str,
        locale: str | None = None,
        *,
        register: bool = False,
        client: ClientName = "web",
    ) -> str:
        """Where to send the browser.  Asks nobody, so it works while Keycloak is down."""
        query = {
            "client_id": self._clients[client].client_id,
            "response_type": "code",
            "scope": SCOPE,
            "redirect_uri": redirect_uri,
            "state": state,
            "nonce": nonce,
            "code_challenge": code_challenge,
            "code_challenge_method": "S256",
        }
        if locale:
            query["ui_locales"] = locale
        if register:
            query["prompt"] = "create"
        return f"{self._page}?{urlencode(query)}"

    async def exchange_code(
        self, code: str, redirect_uri: str, code_verifier: str, *, client: ClientName = "web"
    ) -> Tokens:
        body = await answer(
            self._clients[client].a_token(
                grant_type="authorization_code",
                code=code,
                redirect_uri=redirect_uri,
                code_verifier=code_verifier,
                scope=SCOPE,
            )
        )
        return read(Tokens, body)

    async def refresh(self, refresh_token: str, *, client: ClientName = "web") -> Tokens:
        """Trade the refresh token for new tokens; it works once."""
        return read(Tokens, await answer(self._clients[client].a_refresh_token(refresh_token)))

    async def end_session(self, refresh_token: str, *, client: ClientName = "web") -> None:
        """End the person's session at Keycloak; `GrantRefused` if the token no longer can."""
        await answer(self._clients[client].a_logout(refresh_token))

    async def start_device(self) -> Device:
        # The library's device call has no PKCE, which Keycloak demands of the client in every flow.
        api = self._clients["api"]
        verifier = secrets.token_urlsafe(32)
        challenge, method = generate_code_challenge(verifier)
        request = {
            "client_id": api.client_id,
            "scope": SCOPE,
            "code_challenge": challenge,
            "code_challenge_method": method,
        }
        path = URL_DEVICE.format(**{"realm-name": api.realm_name})
        body = await answer(self._post(api, path, request))
        device = read(Device, body)
        # Whoever polls must bring the verifier too; so it travels inside the code they keep.
        return replace(device, device_code=f"{device.device_code}.{verifier}")

    async def poll_device(self, device_code: str) -> Tokens:
        """The tokens once approved; until then `AuthorizationPending` or `SlowDown`."""
        code, dot, verifier = device_code.rpartition(".")
        if not dot:
            raise GrantRefused
        body = await answer(
            self._clients["api"].a_token(
                grant_type=DEVICE_GRANT, device_code=code, code_verifier=verifier, scope=SCOPE
            )
        )
        return read(Tokens, body)

    @staticmethod
    async def _post(client: KeycloakOpenID, path: str, form: dict[str, str]) -> dict[str, Any]:
        response = await client.connection.a_raw_post(path, data=form)
        body = raise_error_from_response(response, KeycloakPostError)
        if not isinstance(body, dict):
            message = f"expected a JSON object, not {type(body)}"
            raise TypeError(message)
        return body
