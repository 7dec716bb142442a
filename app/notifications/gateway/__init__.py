"""How mail leaves: by a mail server, or into a folder where people look at it."""

import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from app.notifications.gateway.failures import Deferred, PostAway, Undeliverable
from app.notifications.gateway.folder import Folder
from app.notifications.gateway.smtp import Server
from app.plumbing.settings import Settings

__all__ = ["Carrier", "Deferred", "Folder", "Post", "PostAway", "Undeliverable", "connect"]

# Whoever did not answer is left alone for so long, by all mails.
REST_SECONDS = 30


class Carrier(Protocol):
    """Takes mails one by one, and returns once each is in somebody else's hands."""

    async def carry(self, message: EmailMessage) -> None: ...


class Adapter(Protocol):
    def opened(self) -> AbstractAsyncContextManager[Carrier]: ...


class Post:
    """A way for mail to leave, which is left alone for a while when it does not answer."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter
        self._rests_until = 0.0

    @property
    def rests(self) -> bool:
        return time.monotonic() < self._rests_until

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Carrier]:
        try:
            async with self._adapter.opened() as carrier:
                yield carrier
        except PostAway:
            self._rests_until = time.monotonic() + REST_SECONDS
            raise


def folder_of(settings: Settings) -> Path | None:
    """Where mails are kept that nobody sends."""
    url = urlsplit(settings.mail_url.reveal()) if settings.mail_url else None
    return Path(unquote(url.path)) if url and url.scheme == "file" else None


def connect(settings: Settings) -> Post | None:
    """As the settings say; None where no mail is sent."""
    if settings.mail_url is None:
        return None
    if folder := folder_of(settings):
        return Post(Folder(folder))
    return Post(Server.at(settings.mail_url.reveal()))
