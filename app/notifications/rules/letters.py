"""A mail before it is written: who sends it, to whom, about what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from app.notifications.rules.kinds import Kind
from app.plumbing.refusals import Missing


class LinkNotOurs(Missing):
    """This link is not whole.  Please copy all of it from the mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A community as its mails show it."""

    tenant_id: UUID
    name: str
    url: str
    address: str
    colour: str
    ink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`tries` counts this one.  `wanted` is what the player says now, not when it was written."""

    id: UUID
    player_id: UUID
    topic: str
    kind: Kind
    body: Mapping[str, Any]
    at: datetime
    tries: int
    wanted: bool
    email_sealed: bytes | None = field(repr=False)
    name: str = field(repr=False)
    locale: str
    time_zone: str


def message_id(letter_id: UUID, sender: str) -> str:
    """The same for each try, so that whoever gets a mail twice can see that it is one."""
    return f"<{letter_id}@{sender.rpartition('@')[2]}>"


def choose_host(hosts: Sequence[str], *, public_url: str, usual: str) -> str:
    """Of all hosts that a community answers at, the one that its people most likely know."""
    known = (urlsplit(public_url).hostname or "", usual)
    return next((host for host in known if host in hosts), hosts[0])


def address_of(public_url: str, host: str) -> str:
    """Where a community is reached, by the scheme and port at which Pointsbook is."""
    public = urlsplit(public_url)
    port = f":{public.port}" if public.port else ""
    return f"{public.scheme}://{host}{port}"
