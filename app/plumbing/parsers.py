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
