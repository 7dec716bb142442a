"""The keys an issuer signs with: cached, refreshed, rotated, withdrawn."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from math import inf
from time import monotonic

import msgspec
import structlog
from jwcrypto.common import JWException
from jwcrypto.jwk import JWK

from app.plumbing.refusals import Unavailable

# With these an issuer's public key can only ever verify: no `none`, and no HMAC, whose secret
# a forger would take from the public key.
ALGORITHMS = {("RSA", None): {"RS256", "PS256"}, ("EC", "P-256"): {"ES256"}}
KEY_FIELDS = ("kty", "n", "e", "crv", "x", "y", "use", "key_ops")
KEY_BITS_MIN = {"RSA": 2048, "EC": 256}

REFRESH_SECONDS = 600
UNKNOWN_KEY_SECONDS = 60
RETRY_SECONDS = 5

log = structlog.get_logger()


class KeysUnavailable(Unavailable):
    """The sign-in service does not answer.  Please try again in a moment."""


@dataclass(frozen=True, slots=True, eq=False)
class SigningKey:
    jwk: JWK
    algorithms: frozenset[str]


class SigningKeys:
    """One issuer's keys by name.  `fetch` brings its JWKS or raises `Unavailable`."""

    def __init__(
        self, fetch: Callable[[], Awaitable[bytes]], clock: Callable[[], float] = monotonic
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._answered = False
        self._refresh_at = -inf
        self._unknown_key_at = -inf
        self._loading: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> SigningKey | None:
        """Find a key, asking the issuer once more when it is unknown.

        None is the issuer's no; while it is silent, an unknown key is `KeysUnavailable`.
        """
        await self._keep_fresh()
        while kid not in self._keys and (loading := self._loading or self._look_again()):
            # Shielded, because others wait for the same answer when this request is cancelled.
            await asyncio.shield(loading)
        if kid not in self._keys and not self._answered:
            raise KeysUnavailable
        return self._keys.get(kid)

    async def _keep_fresh(self) -> None:
        overdue_seconds = self._clock() - self._refresh_at
        if overdue_seconds < 0:
            return
        loading = self._loading or self._load()
        # A busy process goes on with the keys it has.  After a long rest they may be withdrawn.
        if overdue_seconds > REFRESH_SECONDS:
            await asyncio.shield(loading)

    def _look_again(self) -> asyncio.Task[None] | None:
        # Anyone can invent names of keys, so they buy one question a minute.  Other refreshes do
        # not count: otherwise a rotation just after one of them would refuse honest tokens.
        now = self._clock()
        if now < self._unknown_key_at:
            return None
        self._unknown_key_at = now + UNKNOWN_KEY_SECONDS
        return self._load()

    def _load(self) -> asyncio.Task[None]:
        self._loading = asyncio.create_task(self._reload())
        return self._loading

    async def _reload(self) -> None:
        try:
            self._keys = read_keys(await self._fetch())
            self._answered = bool(self._keys)
            self._refresh_at = self._clock() + REFRESH_SECONDS
        except (Unavailable, ValueError, RecursionError) as error:
            log.warning("signing keys not refreshed", error=type(error).__name__)
            self._answered = False
            self._refresh_at = self._unknown_key_at = self._clock() + RETRY_SECONDS
        finally:
            self._loading = None


class _KeySet(msgspec.Struct):
    keys: list[dict[str, object]]


def read_keys(document: bytes) -> dict[str, SigningKey]:
    """Read the usable keys of a JWKS; one that is odd, weak or not for signatures is left out."""
    entries = msgspec.json.decode(document, type=_KeySet).keys
    return {str(entry["kid"]): key for entry in entries if "kid" in entry and (key := _read(entry))}


def _read(entry: Mapping[str, object]) -> SigningKey | None:
    try:
        jwk = JWK(**{name: entry[name] for name in KEY_FIELDS if name in entry})
        algorithms = ALGORITHMS[jwk["kty"], jwk.get("crv")]
        bits = jwk.get_op_key("verify", jwk.get("crv")).key_size
    except (JWException, ValueError, TypeError, KeyError):
        return None
    if bits < KEY_BITS_MIN[jwk["kty"]]:
        return None
    return SigningKey(jwk, frozenset(a for a in algorithms if entry.get("alg", a) == a))
