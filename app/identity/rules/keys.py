"""Personal API keys: what they look like, what they open.  Pure."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.identity.rules.sign_in import hash_secret
from app.plumbing.actors import Role
from app.plumbing.refusals import Conflict, Forbidden, Invalid, Missing, NotSignedIn

PREFIX = "pb"
KEYS_MAX = 20
USED_EVERY = timedelta(minutes=1)
NAME_LENGTH_MAX = 60


class KeyRefused(NotSignedIn):
    """This key is not valid, or not any more."""


class KeyTooNarrow(Forbidden):
    """This key may read only."""


class ScopeTooWide(Forbidden):
    """A key can do no more than you can."""


class KeyInvalid(Invalid):
    """A key needs a name, a scope and an expiry in the future or none."""


class TooManyKeys(Conflict):
    """You have as many keys as you can have.  Please revoke one first."""


class NoSuchKey(Missing):
    """You have no such key."""


class Scope(StrEnum):
    """What a key may do.  All but `read` may also write."""

    READ = "read"
    BET = "bet"
    RESULTS = "results"
    ADMIN = "admin"


ROLES = {
    Scope.READ: Role.PLAYER,
    Scope.BET: Role.PLAYER,
    Scope.RESULTS: Role.RESULTS,
    Scope.ADMIN: Role.ADMIN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    tenant_id: UUID
    id: UUID
    player_id: UUID
    name: str
    secret_hash: bytes = field(repr=False)
    scopes: frozenset[Scope]
    expires_at: datetime | None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    created_at: datetime

    def is_good(self, secret: str, now: datetime) -> bool:
        """The comparison comes first, so that its time tells nothing about the key's state."""
        right = hmac.compare_digest(self.secret_hash, hash_secret(secret))
        expired = self.expires_at is not None and now >= self.expires_at
        return right and self.revoked_at is None and not expired


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWish:
    """A key that a player asks for."""

    name: str
    scopes: frozenset[Scope]
    expires_at: datetime | None = None


def spell(key_id: UUID, secret: str) -> str:
    """What the player gets to see, once."""
    return f"{PREFIX}_{key_id.hex}_{secret}"


def is_key(token: str) -> bool:
    return token.startswith(f"{PREFIX}_")


def read_key(token: str) -> tuple[UUID, str]:
    """The public part to look the key up by, and the secret."""
    _, _, rest = token.partition("_")
    public, _, secret = rest.partition("_")
    try:
        return UUID(hex=public), secret
    except ValueError:
        raise KeyRefused from None


def roles_of_key(scopes: frozenset[Scope], roles: frozenset[Role]) -> frozenset[Role]:
    """What the key's scopes leave of its player's present roles."""
    return roles & {ROLES[scope] for scope in scopes}


def check_use(scopes: frozenset[Scope], *, writing: bool) -> None:
    if writing and scopes == {Scope.READ}:
        raise KeyTooNarrow


def check_wish(wish: KeyWish, *, roles: frozenset[Role], held: int, now: datetime) -> None:
    name_fits = 1 <= len(wish.name) <= NAME_LENGTH_MAX and wish.name.isprintable()
    if not name_fits or not wish.scopes:
        raise KeyInvalid
    if wish.expires_at is not None and wish.expires_at <= now:
        raise KeyInvalid(expires_at=wish.expires_at)
    if not {ROLES[scope] for scope in wish.scopes} <= roles:
        raise ScopeTooWide(roles=sorted(roles))
    if held >= KEYS_MAX:
        raise TooManyKeys(keys_max=KEYS_MAX)
