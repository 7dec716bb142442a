"""The client's address: only our own proxies are believed."""

from ipaddress import ip_network

import pytest

from app.plumbing.addresses import household, nearest_stranger

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))

# The connection's peer, its X-Forwarded-For, and the client.
CORPUS = [
    ("203.0.113.9", "", "203.0.113.9"),
    ("203.0.113.9", "198.51.100.7", "203.0.113.9"),
    ("203.0.113.9", "10.0.0.1", "203.0.113.9"),
    ("10.0.0.1", "", "10.0.0.1"),
    ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
    ("10.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
    ("10.0.0.1", "1.1.1.1,198.51.100.7 , 10.0.0.2", "198.51.100.7"),
    ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
    ("10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
    ("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
    ("10.0.0.1", "2001:DB8:0::7", "2001:db8::7"),
    ("10.0.0.1", "fe80::1%eth0", "fe80::1"),
    ("10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
    ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
    ("fd00::1", "198.51.100.7", "198.51.100.7"),
    ("10.0.0.1", "198.51.100.7, nonsense", "10.0.0.1"),
    ("10.0.0.1", "nonsense, 198.51.100.7", "198.51.100.7"),
    ("10.0.0.1", "198.51.100.7,", "10.0.0.1"),
    ("10.0.0.1", "unknown", "10.0.0.1"),
    ("10.0.0.1", "198.51.100.007", "10.0.0.1"),
    ("10.0.0.1", "198.51.100.7\t", "198.51.100.7"),
    ("10.0.0.1", "1" * 10_000, "10.0.0.1"),
    ("testclient", "198.51.100.7", "unknown"),
    ("", "198.51.100.7", "unknown"),
]


@pytest.mark.parametrize(("peer", "forwarded", "client"), CORPUS)
def test_the_client_is_the_nearest_hop_that_is_not_ours(
    peer: str, forwarded: str, client: str
) -> None:
    assert nearest_stranger(peer, forwarded, TRUSTED) == client


def test_without_trusted_proxies_the_header_means_nothing() -> None:
    assert nearest_stranger("10.0.0.1", "198.51.100.7", ()) == "10.0.0.1"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_an_ipv6_address_counts_with_its_household(address: str, counted: str) -> None:
    assert household(address) == counted
