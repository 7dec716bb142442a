"""The wrong answers an OpenID provider can give, one change each to an honest one."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hmac import digest
from http import HTTPStatus
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from jwcrypto.common import base64url_encode
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK


class Kind(StrEnum):
    ACCESS = "Bearer"
    ID = "ID"
    LOGOUT = "Logout"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int = HTTPStatus.OK
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, content: object, status: int = HTTPStatus.OK) -> Self:
        return cls(status, json.dumps(content).encode(), {"Content-Type": "application/json"})


@dataclass(frozen=True, slots=True)
class In:
    """A time, so many seconds from now."""

    seconds: int


MISSING: Final = object()
ELSEWHERE: Final = "https://elsewhere.example"
SIGN_OUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"

KEY = JWK.generate(kty="RSA", size=2048, kid="main", use="sig", alg="RS256")
SECOND_KEY = JWK.generate(kty="EC", crv="P-256", kid="second", use="sig", alg="ES256")
ENCRYPTION_KEY = JWK.generate(kty="EC", crv="P-256", kid="encryption")
WEAK_KEY = JWK.generate(kty="RSA", size=1024, kid="weak", use="sig")
FORGERS_KEY = JWK.generate(kty="RSA", size=2048, kid="forger", use="sig")


def published_keys() -> Answer:
    signing = [key.export_public(as_dict=True) for key in (KEY, SECOND_KEY, WEAK_KEY)]
    encryption = ENCRYPTION_KEY.export_public(as_dict=True) | {"use": "enc"}
    return Answer.json({"keys": [*signing, encryption]})


Signer = Callable[[bytes], bytes]


def rs256(key: JWK) -> Signer:
    private = key.get_op_key("sign")
    return lambda text: bytes(private.sign(text, PKCS1v15(), SHA256()))


def es256(key: JWK) -> Signer:
    private = key.get_op_key("sign", "P-256")

    def sign(text: bytes) -> bytes:
        r, s = decode_dss_signature(private.sign(text, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    return sign


def hs256(secret: bytes) -> Signer:
    return lambda text: digest(secret, text, "sha256")


def unsigned(_: bytes) -> bytes:
    return b""


def encrypted(token: str) -> str:
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": "encryption", "cty": "JWT"}
    wrapped = JWE(token.encode(), protected=json.dumps(header), recipient=ENCRYPTION_KEY)
    return str(wrapped.serialize(compact=True))


def signed_anyway(payload: bytes) -> Callable[[str], str]:
    """Replace the claims by what is not even a set of claims."""

    def spell(token: str) -> str:
        text = f"{token.partition('.')[0]}.{base64url_encode(payload)}"
        return f"{text}.{base64url_encode(rs256(KEY)(text.encode()))}"

    return spell


def promoted(token: str) -> str:
    """Keep the signature and change what was signed."""
    header, _, signature = token.split(".")
    return f"{header}.{base64url_encode(json.dumps({'sub': 'superadmin'}))}.{signature}"


def respelled(token: str) -> str:
    """Set spare bits of the last character: to a lenient decoder, the same signature."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + alphabet[alphabet.index(token[-1]) + 1]


HONESTLY = rs256(KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """Each part replaces one part of an honest answer; `about` are the tokens it makes wrong."""

    about: frozenset[Kind] = frozenset(Kind)
    claims: Mapping[str, object] = field(default_factory=dict)
    header: Mapping[str, object] = field(default_factory=dict)
    sign: Signer = HONESTLY
    spell: Callable[[str], str] = str
    instead: Mapping[Kind, Kind] = field(default_factory=dict)
    jwks: Answer | None = None


def encode(lie: Lie, claims: Mapping[str, object], *, now: int) -> str:
    header = {"alg": "RS256", "typ": "JWT", "kid": "main"}
    text = ".".join(
        base64url_encode(json.dumps(_changed(honest, changes, now)))
        for honest, changes in ((header, lie.header), (claims, lie.claims))
    )
    return lie.spell(f"{text}.{base64url_encode(lie.sign(text.encode()))}")


def _changed(
    honest: Mapping[str, object], changes: Mapping[str, object], now: int
) -> dict[str, object]:
    return {
        name: now + value.seconds if isinstance(value, In) else value
        for name, value in {**honest, **changes}.items()
        if value is not MISSING
    }


HONEST = Lie()
PEOPLE = frozenset({Kind.ACCESS, Kind.ID})
CLIENTS = frozenset({Kind.ID, Kind.LOGOUT})
ACCESS, ID, LOGOUT = frozenset({Kind.ACCESS}), frozenset({Kind.ID}), frozenset({Kind.LOGOUT})
FORGED = rs256(FORGERS_KEY)
DEEP = b'{"deep":' + b"[" * 5000 + b"]" * 5000 + b"}"

LIES: Mapping[str, Lie] = {
    # Who says it, to whom, when.
    "wrong issuer": Lie(claims={"iss": ELSEWHERE}),
    "issuer not a string": Lie(claims={"iss": [ELSEWHERE]}),
    "issuer missing": Lie(claims={"iss": MISSING}),
    "wrong audience": Lie(claims={"aud": "another"}),
    "audience missing": Lie(claims={"aud": MISSING}),
    "audience of the wrong type": Lie(claims={"aud": {"web": True}}),
    "azp wrong": Lie(about=CLIENTS, claims={"azp": "another"}),
    "several audiences without azp": Lie(
        about=CLIENTS, claims={"aud": ["web", "another"], "azp": MISSING}
    ),
    "expired": Lie(claims={"exp": In(0)}),
    "no exp": Lie(claims={"exp": MISSING}),
    "exp as text": Lie(claims={"exp": "9999999999"}),
    "exp beyond all integers": Lie(claims={"exp": 10**400}),
    "no iat": Lie(claims={"iat": MISSING}),
    "iat in the future": Lie(claims={"iat": In(120)}),
    "nbf in the future": Lie(claims={"nbf": In(120)}),
    # About whom.
    "sub missing": Lie(about=PEOPLE, claims={"sub": MISSING}),
    "sub empty": Lie(claims={"sub": ""}),
    "sub not a string": Lie(claims={"sub": 7}),
    "groups not a list": Lie(about=PEOPLE, claims={"groups": "/communities/demo/admin"}),
    "email_verified as text": Lie(about=PEOPLE, claims={"email_verified": "false"}),
    "claims that are a list": Lie(spell=signed_anyway(b"[]")),
    "claims nested without end": Lie(spell=signed_anyway(DEEP)),
    # What it is.
    "typ missing": Lie(claims={"typ": MISSING}),
    "typ of a refresh token": Lie(claims={"typ": "Refresh"}),
    "ID token used as access token": Lie(about=ACCESS, instead={Kind.ACCESS: Kind.ID}),
    "logout token used as access token": Lie(about=ACCESS, instead={Kind.ACCESS: Kind.LOGOUT}),
    "access token used as ID token": Lie(about=ID, instead={Kind.ID: Kind.ACCESS}),
    "ID token used as logout token": Lie(about=LOGOUT, instead={Kind.LOGOUT: Kind.ID}),
    "nonce missing": Lie(about=ID, claims={"nonce": MISSING}),
    "nonce wrong": Lie(about=ID, claims={"nonce": "another"}),
    "logout without its event": Lie(about=LOGOUT, claims={"events": {"urn:other": {}}}),
    "logout event not an object": Lie(about=LOGOUT, claims={"events": {SIGN_OUT_EVENT: True}}),
    "logout of nobody": Lie(about=LOGOUT, claims={"sub": MISSING, "sid": MISSING}),
    "logout with a nonce": Lie(about=LOGOUT, claims={"nonce": "n"}),
    "logout without jti": Lie(about=LOGOUT, claims={"jti": MISSING}),
    # How it is signed.
    "alg none": Lie(header={"alg": "none"}, sign=unsigned),
    "alg None in capitals": Lie(header={"alg": "NONE"}, sign=unsigned),
    "alg HS256 signed with the public key": Lie(
        header={"alg": "HS256"}, sign=hs256(KEY.export_to_pem())
    ),
    "alg of another kind of key": Lie(header={"alg": "ES256"}),
    "alg that the key is not for": Lie(header={"alg": "PS256"}),
    "alg missing": Lie(header={"alg": MISSING}),
    "wrong key same kid": Lie(sign=FORGED),
    "unknown kid": Lie(header={"kid": "forger"}, sign=FORGED),
    "kid missing with two keys": Lie(header={"kid": MISSING}),
    "kid not a string": Lie(header={"kid": ["main"]}),
    "key of use enc": Lie(header={"kid": "encryption", "alg": "ES256"}, sign=es256(ENCRYPTION_KEY)),
    "weak key": Lie(header={"kid": "weak"}, sign=rs256(WEAK_KEY)),
    "crit header": Lie(header={"crit": ["exp"]}),
    "b64 header": Lie(header={"b64": False}),
    "embedded jwk header": Lie(
        header={"jwk": FORGERS_KEY.export_public(as_dict=True)}, sign=FORGED
    ),
    "jku header pointing elsewhere": Lie(header={"jku": f"{ELSEWHERE}/certs"}, sign=FORGED),
    "x5u header pointing elsewhere": Lie(header={"x5u": f"{ELSEWHERE}/chain"}, sign=FORGED),
    "header nested without end": Lie(
        spell=lambda token: f"{base64url_encode(DEEP)}.{token.partition('.')[2]}"
    ),
    "signature missing": Lie(sign=unsigned),
    "truncated signature": Lie(spell=lambda token: token[:-6]),
    "signature spelled differently": Lie(spell=respelled),
    "signature of other claims": Lie(spell=promoted),
    # What is no signed token at all.
    "JWE instead of JWS": Lie(spell=encrypted),
    "JSON instead of dots": Lie(spell=lambda token: json.dumps({"payload": token})),
    "foreign characters": Lie(spell=lambda token: token + "é"),
    "token of 20,000 characters": Lie(claims={"padding": "x" * 20_000}),
    "token empty": Lie(spell=lambda _: ""),
    # What it publishes.
    "JWKS with garbage": Lie(jwks=Answer(body=b"<html>")),
    "JWKS of another shape": Lie(jwks=Answer.json(["keys"])),
    "JWKS without a usable key": Lie(jwks=Answer.json({"keys": []})),
    "JWKS 500": Lie(jwks=Answer(HTTPStatus.INTERNAL_SERVER_ERROR, published_keys().body)),
    "JWKS redirect to elsewhere": Lie(
        jwks=Answer(HTTPStatus.FOUND, headers={"Location": "/elsewhere/certs"})
    ),
    "oversized JWKS": Lie(jwks=Answer(body=published_keys().body + b" " * 70_000)),
}
