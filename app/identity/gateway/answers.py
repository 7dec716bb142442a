"""What Keycloak's answers mean to Pointsbook, above all its ways of saying no."""

import json
from collections.abc import Awaitable
from http import HTTPStatus
from typing import TypeVar

from keycloak import KeycloakError

Answer = TypeVar("Answer")

# RFC 6749 §5.2 and RFC 8628 §3.5.  What is not here (invalid_client, ...) is our own configuration
# at fault: nobody may be signed out because of it.
REFUSED = {"invalid_grant", "invalid_request", "access_denied", "expired_token"}


class ProviderDown(Exception):
    """Keycloak did not answer, or not with anything that says yes or no."""


class GrantRefused(Exception):
    """Keycloak will not give tokens for this code, token or device."""


class AuthorizationPending(Exception):
    """The person has not yet approved the device."""


class SlowDown(AuthorizationPending):
    """The device asks too often: poll five seconds later from now on."""


class PersonUnknown(Exception):
    """Keycloak knows nobody with this subject."""


async def answer(call: Awaitable[Answer]) -> Answer:
    """Await a call of the library and translate its failures into ours."""
    try:
        return await call
    except KeycloakError as error:
        raise meaning(error) from error
    except TypeError as error:
        # The library expected a JSON object: some proxy's page came with status 200.
        raise ProviderDown(str(error)) from error


def meaning(error: KeycloakError) -> Exception:
    if error.response_code == HTTPStatus.NOT_FOUND:
        return PersonUnknown()
    match error_code(error):
        case "authorization_pending":
            return AuthorizationPending()
        case "slow_down":
            return SlowDown()
        case code if code in REFUSED:
            return GrantRefused(code)
        case code:
            return ProviderDown(f"{error.response_code or 'no answer'} {code}".rstrip())


def error_code(error: KeycloakError) -> str:
    """The `error` of the answer's JSON, or nothing where there is none."""
    try:
        body = json.loads(error.response_body or b"{}")
    except ValueError:
        return ""
    return str(body.get("error", "")) if isinstance(body, dict) else ""
