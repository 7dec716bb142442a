"""Administering communities' people, with the rights of the client `service`."""

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import structlog
from keycloak import KeycloakAdmin, KeycloakError, KeycloakOpenIDConnection

from app.identity.gateway.answers import (
    GroupUnknown,
    ProviderDown,
    answer,
    meaning,
)
from app.identity.rules.sign_in import COMMUNITY_ROLES

log = structlog.get_logger()

# Both, or who registered someone else's address would keep the password they chose for it.
INVITATION = ["VERIFY_EMAIL", "UPDATE_PASSWORD"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a role in a community."""

    subject: str
    email: str | None = field(repr=False)
    username: str = field(repr=False)
    enabled: bool
    roles: frozenset[str]


class Administration:
    def __init__(
        self,
        *,
        server: str,
        realm: str,
        service: tuple[str, str],
        web_client: str,
        timeout_seconds: int,
    ) -> None:
        client_id, secret = service
        self._web_client = web_client
        self._connection = KeycloakOpenIDConnection(
            server_url=server,
            realm_name=realm,
            client_id=client_id,
            client_secret_key=secret,
            timeout=timeout_seconds,
        )
        self._admin = KeycloakAdmin(connection=self._connection)

    async def close_administration(self) -> None:
        await self._connection.keycloak_openid.connection.aclose()
        await self._connection.aclose()

    async def ensure_community(self, subdomain: str) -> None:
        """Make the community's groups where they are missing."""
        for role in COMMUNITY_ROLES:
            await self._ensure_group(role_path(subdomain, role))

    async def ensure_person(self, email: str) -> str:
        """The subject of whoever has this address, made known where nobody has it yet."""
        user = await self._find_by_email(email) or await self._create_by_email(email)
        return str(user["id"])

    async def invite(self, subject: str, subdomain: str, role: str) -> None:
        """Give the role, and write to whoever has not proved that their address is theirs."""
        await self.grant_role(subject, subdomain, role)
        user = await answer(self._admin.a_get_user(subject))
        if not user["emailVerified"]:
            await self._send_invitation(subject)

    async def grant_role(self, subject: str, subdomain: str, role: str) -> None:
        group = await self._ensure_group(role_path(subdomain, role))
        await answer(self._admin.a_group_user_add(subject, group))

    async def revoke_role(self, subject: str, subdomain: str, role: str) -> None:
        if group := await self._find_group(role_path(subdomain, role)):
            await answer(self._admin.a_group_user_remove(subject, group))

    async def people(self, subdomain: str) -> list[Person]:
        """Everybody with a role in the community, by e-mail address."""
        members = await asyncio.gather(*(self._members(subdomain, r) for r in COMMUNITY_ROLES))
        users: dict[str, dict[str, Any]] = {}
        roles: dict[str, set[str]] = {}
        for role, group in zip(COMMUNITY_ROLES, members, strict=True):
            for user in group:
                users[user["id"]] = user
                roles.setdefault(user["id"], set()).add(role)
        people = [person(user, roles[subject]) for subject, user in users.items()]
        return sorted(people, key=lambda someone: someone.email or someone.username)

    async def find_by_email(self, email: str) -> Person | None:
        """Whoever has this very address, in any community or none."""
        user = await self._find_by_email(email)
        return person(user, set()) if user else None

    async def email_of(self, subject: str) -> str | None:
        user = await answer(self._admin.a_get_user(subject))
        return user.get("email") or None

    async def set_enabled(self, subject: str, *, enabled: bool) -> None:
        """Let the person sign in and refresh, or not.  An access token lives out its minutes."""
        await answer(self._admin.a_update_user(subject, {"enabled": enabled}))

    async def remove_person(self, subject: str) -> None:
        """Forget them, with their sessions, as if they had never registered."""
        await answer(self._admin.a_delete_user(subject))

    async def sign_out_everywhere(self, subject: str) -> None:
        """End every session; Keycloak then calls each client's back-channel logout."""
        await answer(self._admin.a_user_logout(subject))

    async def _members(self, subdomain: str, role: str) -> list[dict[str, Any]]:
        group = await self._find_group(role_path(subdomain, role))
        return await answer(self._admin.a_get_group_members(group)) if group else []

    async def _find_group(self, path: str) -> str | None:
        try:
            return str((await answer(self._admin.a_get_group_by_path(path)))["id"])
        except GroupUnknown:
            return None

    async def _ensure_group(self, path: str) -> str:
        if found := await self._find_group(path):
            return found
        above, _, name = path.rpartition("/")
        parent = await self._ensure_group(above) if above else None
        made = await answer(
            self._admin.a_create_group({"name": name}, parent=parent, skip_exists=True)
        )
        # Nothing made: another process was faster.
        return made or await self._existing_group(path)

    async def _existing_group(self, path: str) -> str:
        if found := await self._find_group(path):
            return found
        message = f"group {path} exists and cannot be found"
        raise ProviderDown(message)

    async def _find_by_email(self, email: str) -> dict[str, Any] | None:
        users = await answer(self._admin.a_get_users({"email": email, "exact": True}))
        return users[0] if users else None

    async def _create_by_email(self, email: str) -> dict[str, Any]:
        # The username is drawn, not the address: somebody else may have taken that as theirs.
        user = {
            "username": f"invited-{uuid4().hex}",
            "email": email,
            "emailVerified": False,
            "enabled": True,
            "requiredActions": INVITATION,
        }
        try:
            return user | {"id": await self._admin.a_create_user(user)}
        except KeycloakError as error:
            faster = await self._find_by_email(email)
            if error.response_code == HTTPStatus.CONFLICT and faster:
                return faster
            raise meaning(error) from error

    async def _send_invitation(self, subject: str) -> None:
        try:
            await self._admin.a_send_update_account(subject, INVITATION, client_id=self._web_client)
        except KeycloakError as error:
            if b"email" not in (error.response_body or b""):
                raise meaning(error) from error
            # No mail server, or a deaf one: the role stands, and the person can ask for a password.
            log.warning("invitation not sent", subject=subject)


def role_path(subdomain: str, role: str) -> str:
    return f"/communities/{subdomain}/{role}"


def person(user: dict[str, Any], roles: set[str]) -> Person:
    return Person(
        subject=user["id"],
        email=user.get("email"),
        username=user["username"],
        enabled=user["enabled"],
        roles=frozenset(roles),
    )
