"""The rules of signing in and of sessions.  Pure: no clock, no database, no web."""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from app.plumbing.actors import Role
from app.plumbing.refusals import (
    Conflict,
    Forbidden,
    Invalid,
    Missing,
    NotSignedIn,
    TooMany,
    Unavailable,
)

ATTEMPT_LIFE = timedelta(minutes=10)
HAND_OVER_LIFE = timedelta(seconds=30)
SESSION_LIFE = timedelta(hours=12)
IDLE_LIFE = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)
# While one request renews a session, or the provider is away, the others wait this long to try.
RENEWAL_PAUSE = timedelta(seconds=30)

COMMUNITY_ROLES = (Role.PLAYER, Role.RESULTS, Role.ADMIN)

PATH_LENGTH_MAX = 2000
USER_AGENT_LENGTH_MAX = 300
NAME_LENGTH_MAX = 200


class SignInCancelled(Conflict):
    """You did not sign in, and nothing has changed."""


class SignInExpired(Conflict):
    """This sign-in took too long or was used already.  Please start again."""


class SignInRefused(Conflict):
    """The sign-in service's answer was not in order.  Please start again."""


class SignInUnavailable(Unavailable):
    """The sign-in service does not answer.  Please try again in a moment."""


class StrangeBrowser(Conflict):
    """This sign-in was started in another browser.  Please start again in this one."""


class ForeignRequest(Forbidden):
    """This was not sent from one of our own pages, so we did nothing."""


class PageTooOld(Forbidden):
    """This page was open for too long.  Please load it again and repeat what you did."""


class SessionMissing(Missing):
    """This session has ended already."""


class SignInOver(NotSignedIn):
    """This sign-in is over.  Please sign in again."""


class AuthorizationPending(Conflict):
    """The person has not confirmed this program yet."""


class SlowDown(TooMany):
    """You ask too often.  Wait five seconds longer between questions from now on."""


class CodeFlowIncomplete(Invalid):
    """To redeem a code, send code, code_verifier and redirect_uri; to begin, redirect_uri alone."""


class NothingToEnd(Invalid):
    """Send the refresh token of the sign-in to end."""


class LogoutTokenRefused(Invalid):
    """This is no sign-out that we accept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A sign-in under way: the browser is at the provider."""

    tenant_id: UUID
    id: UUID
    state_hash: bytes
    nonce: str
    verifier_sealed: bytes
    binding_hash: bytes
    host: str
    return_path: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the provider has vouched for, after its tokens were verified."""

    subject: str
    provider_session: str | None
    name: str
    groups: tuple[str, ...]
    realm_roles: tuple[str, ...]
    issued_at: int
    refresh_token: str = field(repr=False)
    renew_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A sign-in on its way from the callback's host to the community's."""

    tenant_id: UUID
    id: UUID
    code_hash: bytes
    binding_hash: bytes
    subject: str
    provider_session: str | None
    proof_sealed: bytes
    return_path: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    tenant_id: UUID
    id: UUID
    token_hash: bytes = field(repr=False)
    subject: str
    provider_session: str | None
    name: str = field(repr=False)
    roles: frozenset[Role]
    refresh_token_sealed: bytes = field(repr=False)
    renew_at: datetime
    csrf_secret: bytes = field(repr=False)
    user_agent: str = field(repr=False)
    address: str = field(repr=False)
    last_seen_at: datetime
    expires_at: datetime
    created_at: datetime

    @property
    def csrf_token(self) -> str:
        """What our own pages send along.  Bound to this session, so another's does not pass."""
        return hmac.digest(self.csrf_secret, self.id.bytes, sha256).hex()

    @property
    def device(self) -> str:
        return device_of(self.user_agent)

    def is_over(self, now: datetime) -> bool:
        return now >= self.expires_at or now - self.last_seen_at >= IDLE_LIFE


def roles_of(
    groups: Iterable[str], realm_roles: Iterable[str], *, subdomain: str
) -> frozenset[Role]:
    """What the provider's groups make of a person in this one community."""
    here = {f"/communities/{subdomain}/{role}": role for role in COMMUNITY_ROLES}
    roles = {here[group] for group in groups if group in here}
    if Role.SUPERADMIN in realm_roles:
        roles.add(Role.SUPERADMIN)
    return frozenset(roles)


def local_path(text: str) -> str:
    """The path, if a browser would stay on this host with it; otherwise the start page."""
    # Browsers take a backslash for a slash and skip tabs and line feeds.
    plain = text.isascii() and text.isprintable() and "\\" not in text and " " not in text
    stays = text.startswith("/") and not text.startswith("//")
    return text if plain and stays and len(text) <= PATH_LENGTH_MAX else "/"


def hash_secret(secret: str) -> bytes:
    """What is stored of a secret with 256 random bits; such a one needs no salt."""
    return sha256(secret.encode()).digest()


def challenge_of(verifier: str) -> str:
    """PKCE (RFC 7636), method S256."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def nonce_of(verifier: str) -> str:
    """What a program's ID token must repeat.  Nobody has to keep it, for the verifier is kept."""
    return sha256(b"nonce:" + verifier.encode()).hexdigest()


def name_state(tenant_id: UUID, secret: str) -> str:
    """Which community the provider's answer is for, in clear: its row is found there, or not."""
    return f"{tenant_id.hex}.{secret}"


def tenant_of_state(state: str) -> UUID:
    tenant, _, secret = state.partition(".")
    try:
        tenant_id = UUID(tenant)
    except ValueError:
        raise SignInExpired from None
    if not secret:
        raise SignInExpired
    return tenant_id


def check_same_origin(*, ours: str, origin: str | None, fetch_site: str | None) -> None:
    """Refuse what a browser says another site has sent, sibling communities included."""
    if fetch_site not in {None, "same-origin", "none"}:
        raise ForeignRequest
    if origin is not None and origin != ours:
        raise ForeignRequest


def check_csrf(session: Session, sent: str) -> None:
    if not hmac.compare_digest(session.csrf_token.encode(), sent.encode()):
        raise PageTooOld


# In this order: each browser also claims to be those below it.
BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def browser_hash(user_agent: str) -> bytes:
    """The same for all versions of a browser on a system: an update is no stranger."""
    return sha256(re.sub(r"[\d.]+", "", user_agent).encode()).digest()


def device_of(user_agent: str) -> str:
    """A name that people know their own device by; good enough to spot a stranger's."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "Some program")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), None)
    return f"{browser} on {system}" if system else browser
