"""What a setting may look like.  A parser says what is wrong, but never repeats a secret."""

from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from app.plumbing.secret import Secret
from app.plumbing.vault import Vault


def url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if urlsplit(text).scheme not in schemes:
            msg = f"must be a URL that begins with {' or '.join(f'{s}://' for s in schemes)}"
            raise ValueError(msg)
        return text.rstrip("/")

    return parse


def secret(text: str) -> Secret:
    if not text:
        msg = "is empty"
        raise ValueError(msg)
    return Secret(text)


def secret_url(text: str) -> Secret:
    return Secret(url("postgresql")(text))


def address(text: str) -> str:
    name, at, host = text.partition("@")
    if not (name and at and host) or any(sign.isspace() or sign in '<>,"' for sign in text):
        msg = "must be an e-mail address, such as no-reply@play.example"
        raise ValueError(msg)
    return text


def mail_url(text: str) -> Secret:
    """Passwords only where they are encrypted on their way."""
    told = url("smtp", "smtps", "smtp+plain", "file")(text)
    parts = urlsplit(told)
    if parts.scheme == "file":
        if parts.netloc or not parts.path:
            msg = "must name a folder, such as file:///var/lib/pointsbook/mail"
            raise ValueError(msg)
    elif not parts.hostname:
        msg = "must name a server, such as smtp://user:password@mail.example:587"
        raise ValueError(msg)
    elif parts.scheme == "smtp+plain" and parts.password:
        msg = "must not hold a password where nothing is encrypted: take smtp:// or smtps://"
        raise ValueError(msg)
    return Secret(told)


def sealing_keys(text: str) -> Secret:
    keys = Secret(text)
    Vault.parse(keys)
    return keys


def whole(at_least: int, at_most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not at_least <= int(text) <= at_most:
            msg = f"must be a whole number from {at_least} to {at_most}"
            raise ValueError(msg)
        return int(text)

    return parse


def one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            msg = f"must be {' or '.join(words)}"
            raise ValueError(msg)
        return text

    return parse


def some_of(*words: str) -> Callable[[str], frozenset[str]]:
    """Any of the words, or none, separated by commas."""

    def parse(text: str) -> frozenset[str]:
        named = frozenset(part.strip() for part in text.split(",") if part.strip())
        if not named <= set(words):
            msg = f"must be some of {', '.join(words)}, or empty"
            raise ValueError(msg)
        return named

    return parse


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
