"""Personal data sealed at rest: AES-GCM with keys that rotate, and an index to look it up by."""

import re
from base64 import b64decode
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import digest
from os import urandom
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.plumbing.secret import Secret

KEY_NAME = re.compile(r"[a-z0-9-]{1,32}")
KEY_BYTES = 32
NONCE_BYTES = 12


class SealBroken(Exception):
    """Not sealed with a key we hold, or for another place, or changed since."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class Key:
    name: str
    master: bytes = field(repr=False)

    @property
    def prefix(self) -> bytes:
        return bytes([len(self.name)]) + self.name.encode()

    def derive(self, purpose: str) -> bytes:
        """Derive a key for this purpose alone, so that none ever serves two."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(self.master)


class Vault:
    """Seals with the newest key and opens with any.  The context says where a value belongs, such
    as `player.email:<tenant>:<player>`, so that a sealed value moved elsewhere does not open.
    """

    def __init__(self, newest: Key, *older: Key) -> None:
        self._keys = (newest, *older)

    @classmethod
    def parse(cls, secret: Secret) -> Self:
        """Read `name:base64 of 32 bytes, …`, newest first; what is wrong is told by position."""
        keys = [
            _parse_key(text.strip(), position)
            for position, text in enumerate(secret.reveal().split(","), start=1)
        ]
        if len({key.name for key in keys}) < len(keys):
            msg = "two keys have one name"
            raise ValueError(msg)
        return cls(*keys)

    def seal(self, plain: str, context: str) -> bytes:
        newest, nonce = self._keys[0], urandom(NONCE_BYTES)
        body = _cipher(newest).encrypt(nonce, plain.encode(), context.encode())
        return newest.prefix + nonce + body

    def open(self, sealed: bytes, context: str) -> str:
        """Open what was sealed for this context, or raise `SealBroken`."""
        key = next((key for key in self._keys if sealed.startswith(key.prefix)), None)
        if key is None:
            raise SealBroken
        rest = sealed[len(key.prefix) :]
        try:
            plain = _cipher(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode())
        except (InvalidTag, ValueError):
            raise SealBroken from None
        return plain.decode()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the keys we hold, newest first."""
        return tuple(key.name for key in self._keys)

    @property
    def newest_prefix(self) -> bytes:
        """How all that needs no resealing begins."""
        return self._keys[0].prefix

    def needs_resealing(self, sealed: bytes) -> bool:
        return not sealed.startswith(self.newest_prefix)

    def blind_index(self, value: str, context: str) -> bytes:
        """Make what is stored beside a sealed value, to find it by without opening it.

        The context is the column and community, never the row: equal values must be equal here.
        """
        return _index(self._keys[0], value, context)

    def blind_indexes(self, value: str, context: str) -> tuple[bytes, ...]:
        """Make all that a look-up must try: rows not resealed yet are indexed with older keys."""
        return tuple(_index(key, value, context) for key in self._keys)


def _parse_key(text: str, position: int) -> Key:
    name, _, encoded = text.partition(":")
    try:
        master = b64decode(encoded, validate=True)
    except ValueError:
        master = b""
    if not KEY_NAME.fullmatch(name) or len(master) != KEY_BYTES:
        msg = f"key {position} is not `name:base64 of {KEY_BYTES} bytes`"
        raise ValueError(msg)
    return Key(name, master)


def _cipher(key: Key) -> AESGCM:
    return AESGCM(key.derive("seal"))


def _index(key: Key, value: str, context: str) -> bytes:
    return digest(key.derive(f"blind index {context}"), value.encode(), sha256)
