"""A mail server.  The standard library's client waits in a thread, and never for long."""

import asyncio
import smtplib
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Self, TypeVar
from urllib.parse import unquote, urlsplit

from app.notifications.gateway.failures import Deferred, PostAway, Undeliverable

# For each answer of the server, and for all that one step needs.
ANSWER_SECONDS = 10
STEP_SECONDS = 30
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
FOR_GOOD = range(500, 600)
CLOSING = 421

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """`scheme` says when encryption begins: `smtps` at once, `smtp` before anything is said."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, url: str) -> Self:
        parts = urlsplit(url)
        return cls(
            scheme=parts.scheme,
            host=parts.hostname or "localhost",
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Connection"]:
        try:
            client = await _step(self._connect)
        except smtplib.SMTPException as refused:
            raise PostAway from refused
        try:
            yield Connection(client)
        finally:
            # The mails are gone or not; a goodbye changes nothing of it.
            with suppress(PostAway, smtplib.SMTPException):
                await _step(client.quit)

    def _connect(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=ANSWER_SECONDS, context=ssl.create_default_context()
            )
        else:
            client = smtplib.SMTP(self.host, self.port, timeout=ANSWER_SECONDS)
        try:
            self._introduce(client)
        except BaseException:
            client.close()
            raise
        return client

    def _introduce(self, client: smtplib.SMTP) -> None:
        if self.scheme == "smtp":
            client.starttls(context=ssl.create_default_context())
        if self.user is not None:
            client.login(self.user, self.password or "")


class Connection:
    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client

    async def carry(self, message: EmailMessage) -> None:
        try:
            await _step(lambda: self._client.send_message(message))
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, _),) = refused.recipients.values()
            raise _meaning(code) from refused
        except smtplib.SMTPSenderRefused as refused:
            # That is us, whatever the mail.
            raise PostAway from refused
        except smtplib.SMTPResponseException as refused:
            raise _meaning(refused.smtp_code) from refused
        except (smtplib.SMTPNotSupportedError, ValueError) as error:
            raise Undeliverable from error


def _meaning(code: int) -> Exception:
    if code == CLOSING:
        return PostAway()
    return Undeliverable() if code in FOR_GOOD else Deferred()


async def _step(work: Callable[[], T]) -> T:
    """Do it in a thread.  What takes too long is left behind there, to end by its own time-outs."""
    try:
        async with asyncio.timeout(STEP_SECONDS):
            return await asyncio.to_thread(work)
    except smtplib.SMTPServerDisconnected as error:
        raise PostAway from error
    except smtplib.SMTPException:
        # An answer; the library counts it among the errors of the system.
        raise
    except (OSError, TimeoutError) as error:
        raise PostAway from error
