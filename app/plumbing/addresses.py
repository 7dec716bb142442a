"""Where a request comes from, believing only our own proxies."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from litestar.types import Scope

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

UNKNOWN = "unknown"
# A household gets at least this much of IPv6, so one address of it means nothing.
HOUSEHOLD_BITS = 64
# The same clients ask again and again, and to read an address costs more than most checks.
REMEMBERED = 4096


def client_address(scope: Scope, trusted: tuple[Network, ...]) -> str:
    """The address of the client: the nearest hop that is not a proxy of ours."""
    client = scope.get("client")
    peer = client[0] if client else UNKNOWN
    forwarded = b",".join(
        value for name, value in scope["headers"] if name.lower() == b"x-forwarded-for"
    )
    return nearest_stranger(peer, forwarded.decode("latin-1"), trusted)


@lru_cache(REMEMBERED)
def nearest_stranger(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """Walk from the connection backwards for as long as each hop is a proxy of ours.

    A hop that is no address ends the walk: whoever wrote it, the proxy that passed it on is the
    last that we know.
    """
    here = _parse(peer)
    if here is None:
        return UNKNOWN
    for hop in reversed(forwarded.split(",")):
        if not any(here in network for network in trusted):
            break
        before = _parse(hop)
        if before is None:
            break
        here = before
    return str(here)


@lru_cache(REMEMBERED)
def household(address: str) -> str:
    """What rate limits count: an IPv4 address, or the IPv6 network around one."""
    parsed = _parse(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, HOUSEHOLD_BITS), strict=False))
    return address


def _parse(text: str) -> Address | None:
    text = text.strip()
    if text.startswith("["):  # [2001:db8::1]:443
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:443
        text = text.partition(":")[0]
    try:
        parsed = ip_address(text)
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return parsed.ipv4_mapped
        return IPv6Address(int(parsed))  # without the name of an interface
    return parsed
