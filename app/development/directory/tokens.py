"""What the directory signs: access, ID, refresh and logout tokens, all RS256."""

import json
from functools import lru_cache
from typing import Any
from uuid import uuid4

from jwcrypto.common import JWException
from jwcrypto.jwk import JWK
from jwcrypto.jws import JWS

Claims = dict[str, Any]

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def new_key() -> dict[str, str]:
    key = JWK.generate(kty="RSA", size=2048, use="sig", alg="RS256", kid=uuid4().hex)
    exported: dict[str, str] = key.export(as_dict=True)
    return exported


def public_keys(keys: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    return {"keys": [JWK(**key).export_public(as_dict=True) for key in keys]}


def sign(claims: Claims, keys: list[dict[str, str]]) -> str:
    newest = keys[0]
    token = JWS(json.dumps(claims))
    header = {"alg": "RS256", "typ": "JWT", "kid": newest["kid"]}
    token.add_signature(_key(newest), protected=json.dumps(header))
    compact: str = token.serialize(compact=True)
    return compact


def read(token: str, keys: list[dict[str, str]]) -> Claims | None:
    """The claims of a token that we signed; whether it is still good is for the caller."""
    signed = JWS()
    signed.allowed_algs = ["RS256"]
    try:
        signed.deserialize(token)
        key = next(key for key in keys if key["kid"] == signed.jose_header.get("kid"))
        signed.verify(_key(key))
        claims: Claims = json.loads(signed.payload)
    except (JWException, StopIteration, ValueError):
        return None
    return claims


def _key(parts: dict[str, str]) -> JWK:
    return _read_key(tuple(parts.items()))


@lru_cache(maxsize=16)
def _read_key(parts: tuple[tuple[str, str], ...]) -> JWK:
    """Remembered: to read an RSA key is to test its primes, a hundred times the work of signing."""
    return JWK(**dict(parts))


def token_claims(*, issuer: str, subject: str, kind: str, now: int, lifespan: int) -> Claims:
    """What every kind of token begins with."""
    return {
        "iss": issuer,
        "sub": subject,
        "typ": kind,
        "iat": now,
        "exp": now + lifespan,
        "jti": str(uuid4()),
    }
