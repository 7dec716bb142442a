"""Somebody who asks: what they are here, and how they proved it.  Pure."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    PLAYER = "player"
    RESULTS = "results"
    ADMIN = "admin"
    SUPERADMIN = "superadmin"


class Via(StrEnum):
    """How they proved who they are."""

    SESSION = "session"
    TOKEN = "token"  # noqa: S105 - a word, not a secret
    KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who signed in, within one community."""

    tenant_id: UUID
    subject: str
    roles: frozenset[Role]
    via: Via
    address: str
    player_id: UUID | None = None

    def may(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)
