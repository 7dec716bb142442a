"""Is this token our issuer's word, of the right kind, for us, now?  Whatever is odd is refused."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, ClassVar, TypeVar

import msgspec
from jwcrypto.common import JWException, base64url_decode, base64url_encode
from jwcrypto.jws import JWS

from app.plumbing.refusals import NotSignedIn
from app.plumbing.signing_keys import SigningKey, SigningKeys

TOKEN_LENGTH_MAX = 16 * 1024
LEEWAY_SECONDS = 30
SIGN_OUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class Reason(StrEnum):
    TOO_LONG = "too-long"
    MALFORMED = "malformed"
    HEADER = "header"
    ALGORITHM = "algorithm"
    KEY = "key"
    SIGNATURE = "signature"
    CLAIMS = "claims"
    KIND = "kind"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    PARTY = "party"
    EXPIRED = "expired"
    EARLY = "early"
    NONCE = "nonce"
    EVENT = "event"


class TokenRefused(NotSignedIn):
    """Your sign-in is not valid, or not any more.  Please sign in again."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason=reason)
        self.reason = reason


Text = Annotated[str, msgspec.Meta(min_length=1)]
Time = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    kind: ClassVar[str]

    iss: str
    aud: str | tuple[str, ...] = ()
    exp: Time
    iat: Time
    nbf: Time = 0
    typ: str | None = None
    azp: str | None = None
    sid: Text | None = None

    @property
    def audiences(self) -> tuple[str, ...]:
        return (self.aud,) if isinstance(self.aud, str) else self.aud


@dataclass(frozen=True, slots=True, kw_only=True)
class RealmAccess:
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonToken(Token):
    sub: Text
    jti: str | None = None
    groups: tuple[str, ...] = ()
    realm_access: RealmAccess = RealmAccess()
    email: str | None = field(default=None, repr=False)
    email_verified: bool = False
    preferred_username: str | None = field(default=None, repr=False)
    name: str | None = field(default=None, repr=False)
    locale: str | None = None

    @property
    def realm_roles(self) -> tuple[str, ...]:
        return self.realm_access.roles


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken(PersonToken):
    kind: ClassVar[str] = "Bearer"

    # Keycloak names the client here only where it speaks for itself: a service account.
    client_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdToken(PersonToken):
    kind: ClassVar[str] = "ID"

    nonce: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutToken(Token):
    kind: ClassVar[str] = "Logout"

    jti: Text
    sub: Text | None = None
    events: dict[str, object] = field(default_factory=dict)
    nonce: str | None = None


AnyToken = TypeVar("AnyToken", bound=Token)


class Issuer:
    """One issuer, by its exact URL and its keys.  Each method returns the claims or refuses."""

    def __init__(self, url: str, keys: SigningKeys, clock: Callable[[], float] = time.time) -> None:
        self._url = url
        self._keys = keys
        self._clock = clock

    async def verify_access(self, token: str, *, audience: str) -> AccessToken:
        return await self._verify(token, AccessToken, audience)

    async def verify_id(self, token: str, *, client_id: str, nonce: str) -> IdToken:
        claims = await self._verify(token, IdToken, client_id)
        check_party(claims, client_id)
        if claims.nonce != nonce:
            raise TokenRefused(Reason.NONCE)
        return claims

    async def verify_logout(self, token: str, *, client_id: str) -> LogoutToken:
        """Verify a back-channel sign-out.  The caller sees to it that its `jti` is used once."""
        claims = await self._verify(token, LogoutToken, client_id)
        check_party(claims, client_id)
        if not isinstance(claims.events.get(SIGN_OUT_EVENT), dict):
            raise TokenRefused(Reason.EVENT)
        if claims.nonce is not None:
            raise TokenRefused(Reason.NONCE)
        if claims.sid is None and claims.sub is None:
            raise TokenRefused(Reason.CLAIMS)
        return claims

    async def _verify(self, token: str, kind: type[AnyToken], audience: str) -> AnyToken:
        header = read_header(token)
        key = await self._keys.find(header.kid)
        if key is None:
            raise TokenRefused(Reason.KEY)
        claims = read_claims(read_payload(token, header.alg, key), kind)
        check_claims(claims, issuer=self._url, audience=audience, now=self._clock())
        return claims


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that a header may say: no key of its own (`jwk`, `jku`, `x5u`), no `crit`, no `b64`."""

    alg: str
    kid: str
    typ: str | None = None


def read_header(token: str) -> Header:
    """Read what the token says of its signature, of which nothing is proven yet."""
    if len(token) > TOKEN_LENGTH_MAX:
        raise TokenRefused(Reason.TOO_LONG)
    try:
        part, _, _ = map(decode_strictly, token.split("."))
    except ValueError:
        raise TokenRefused(Reason.MALFORMED) from None
    try:
        return msgspec.json.decode(part, type=Header)
    except (ValueError, RecursionError):
        raise TokenRefused(Reason.HEADER) from None


def decode_strictly(part: str) -> bytes:
    # Python and jwcrypto skip foreign characters and ignore spare bits, so that many spellings
    # would pass for one signed token.
    decoded: bytes = base64url_decode(part)
    if base64url_encode(decoded) != part:
        raise ValueError
    return decoded


# Cached, since a program sends one access token many times.  A withdrawn key takes its tokens
# along: it is not found any more, and its successor is another argument.
@lru_cache(maxsize=1024)
def read_payload(token: str, algorithm: str, key: SigningKey) -> bytes:
    """Read what the key's owner has signed."""
    if algorithm not in key.algorithms:
        raise TokenRefused(Reason.ALGORITHM)
    signed = JWS()
    signed.allowed_algs = [algorithm]
    try:
        signed.deserialize(token, key.jwk, algorithm)
    except JWException:
        raise TokenRefused(Reason.SIGNATURE) from None
    return bytes(signed.payload)


def read_claims(payload: bytes, kind: type[AnyToken]) -> AnyToken:
    try:
        return msgspec.json.decode(payload, type=kind)
    except (ValueError, RecursionError):
        raise TokenRefused(Reason.CLAIMS) from None


def check_claims(claims: Token, *, issuer: str, audience: str, now: float) -> None:
    if claims.typ != claims.kind:
        raise TokenRefused(Reason.KIND)
    if claims.iss != issuer:
        raise TokenRefused(Reason.ISSUER)
    if audience not in claims.audiences:
        raise TokenRefused(Reason.AUDIENCE)
    if claims.exp <= now:
        raise TokenRefused(Reason.EXPIRED)
    if max(claims.iat, claims.nbf) > now + LEEWAY_SECONDS:
        raise TokenRefused(Reason.EARLY)


def check_party(claims: Token, client_id: str) -> None:
    """Refuse a token made for another client that merely names us in its audience."""
    if claims.azp is None and len(claims.audiences) == 1:
        return
    if claims.azp != client_id:
        raise TokenRefused(Reason.PARTY)
