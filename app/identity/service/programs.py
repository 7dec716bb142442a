"""Signing programs in: by a code that their person confirms elsewhere, or by a browser."""

import secrets
from dataclasses import dataclass, field

import structlog

from app.identity import gateway
from app.identity.gateway import Device, GrantRefused, ProviderDown, Tokens
from app.identity.rules.sign_in import (
    AuthorizationPending,
    SignInOver,
    SignInRefused,
    SignInUnavailable,
    SlowDown,
    challenge_of,
    nonce_of,
)
from app.identity.service.provider import Provider
from app.plumbing.refusals import Unavailable
from app.plumbing.tokens import TokenRefused

log = structlog.get_logger()

CLIENT: gateway.ClientName = "api"
SLOWER_SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeFlow:
    """What a program needs to send its person to the provider and to redeem the code after."""

    authorization_url: str
    state: str
    code_verifier: str = field(repr=False)


def start_code_flow(provider: Provider, redirect_uri: str) -> CodeFlow:
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    url = provider.gateway.authorization_url(
        redirect_uri, state, nonce_of(verifier), challenge_of(verifier), client=CLIENT
    )
    return CodeFlow(authorization_url=url, state=state, code_verifier=verifier)


async def redeem_code(provider: Provider, code: str, *, verifier: str, redirect_uri: str) -> Tokens:
    """Exchange the code; the tokens are the program's only if they answer its own request."""
    try:
        tokens = await provider.gateway.exchange_code(code, redirect_uri, verifier, client=CLIENT)
        await provider.issuer.verify_id(tokens.id_token, client_id=CLIENT, nonce=nonce_of(verifier))
    except GrantRefused as error:
        raise SignInOver from error
    except TokenRefused as error:
        log.warning("sign-in refused", error=str(error.reason))
        raise SignInRefused from error
    except (ProviderDown, Unavailable) as error:
        raise SignInUnavailable from error
    return tokens


async def start_device(provider: Provider) -> Device:
    try:
        return await provider.gateway.start_device()
    except (GrantRefused, ProviderDown) as error:
        raise SignInUnavailable from error


async def poll_device(provider: Provider, device_code: str) -> Tokens:
    try:
        return await provider.gateway.poll_device(device_code)
    except gateway.SlowDown as error:
        raise SlowDown(retry_after=SLOWER_SECONDS) from error
    except gateway.AuthorizationPending as error:
        raise AuthorizationPending from error
    except GrantRefused as error:
        raise SignInOver from error
    except ProviderDown as error:
        raise SignInUnavailable from error


async def refresh(provider: Provider, refresh_token: str) -> Tokens:
    try:
        return await provider.gateway.refresh(refresh_token, client=CLIENT)
    except GrantRefused as error:
        raise SignInOver from error
    except ProviderDown as error:
        raise SignInUnavailable from error


async def sign_out(provider: Provider, refresh_token: str) -> None:
    """End what the refresh token keeps alive; already over is as good."""
    try:
        await provider.gateway.end_session(refresh_token, client=CLIENT)
    except GrantRefused:
        return
    except ProviderDown as error:
        raise SignInUnavailable from error
