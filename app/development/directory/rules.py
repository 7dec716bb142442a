"""The rules of signing in that need neither clock nor state."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from hmac import compare_digest
from urllib.parse import urlsplit

from app.development.directory.config import LOOPBACK_CALLBACK, Client

S256_LENGTH = 43  # of a SHA-256 in base64 without padding


def allows_redirect(client: Client, uri: str) -> bool:
    """Exact matches only; the one exception is the port of a program on this machine."""
    if LOOPBACK_CALLBACK in client.redirect_uris and _is_loopback_callback(uri):
        return True
    return uri in client.redirect_uris and uri != LOOPBACK_CALLBACK


def _is_loopback_callback(uri: str) -> bool:
    try:
        port = urlsplit(uri).port
    except ValueError:
        return False
    return uri == f"http://127.0.0.1:{port}/callback"


def granted_scope(asked: str) -> str:
    """Everybody gets the profile; an ID token is for those who ask for OpenID Connect."""
    return "openid email profile" if "openid" in asked.split() else "email profile"


def challenge_of(verifier: str) -> str:
    """PKCE (RFC 7636), method S256."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def challenge_complaint(asked: dict[str, str]) -> str | None:
    """What is wrong with a request's PKCE: no client does without, none with `plain`."""
    if "code_challenge_method" not in asked:
        return "Missing parameter: code_challenge_method"
    if asked["code_challenge_method"] != "S256":
        return "Invalid parameter: code challenge method is not matching the configured one"
    if len(asked.get("code_challenge", "")) != S256_LENGTH:
        return "Invalid parameter: code_challenge"
    return None


def knows_secret(client: Client, secret: str) -> bool:
    """A public client has no secret to know, and says so by bringing none."""
    if client.secret is None:
        return not secret
    return compare_digest(client.secret.encode(), secret.encode())


def hash_password(password: str) -> str:
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_scrypt(password, salt).hex()}"


def is_password(password: str, hashed: str) -> bool:
    salt, _, digest = hashed.partition("$")
    return bool(digest) and compare_digest(_scrypt(password, bytes.fromhex(salt)).hex(), digest)


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**13, r=8, p=1)
