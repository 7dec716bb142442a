"""What Keycloak's answers mean to Pointsbook, above all its ways of saying no."""

import json
from collections.abc import Awaitable
from dataclasses import fields
from typing import Any, TypeVar

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


class GroupUnknown(Exception):
    """Keycloak has no group at this path."""


async def answer(call: Awaitable[Answer]) -> Answer:
    """Await a call of the library and translate its failures into ours."""
    try:
        return await call
    except KeycloakError as error:
        raise meaning(error) from error
    except (TypeError, KeyError) as error:
        # The library expected other JSON: some proxy's page came with status 200.
        raise ProviderDown(repr(error)) from error


def read(kind: type[Answer], body: dict[str, Any]) -> Answer:
    """The dataclass whose fields the answer has, among others."""
    try:
        return kind(**{item.name: body[item.name] for item in fields(kind)})  # type: ignore[arg-type]
    except KeyError as missing:
        message = f"an answer without {missing}"
        raise ProviderDown(message) from missing


def meaning(error: KeycloakError) -> Exception:
    match error_code(error):
        # By their words: a realm or a path that is not there answers 404 as well.
        case "User not found":
            return PersonUnknown()
        case "Group path does not exist":
            return GroupUnknown()
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
