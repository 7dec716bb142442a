"""A mail server in the process of the tests, which takes mails, refuses them, or plays dead."""

import asyncio
import ssl
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

CLOSED = "221 bye"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Of `localhost`, signed by itself."""

    file: Path
    key: Path


class MailServer:
    def __init__(self, certificate: Certificate | None = None, *, at_once: bool = False) -> None:
        """With a certificate it offers STARTTLS, or speaks TLS from the first byte."""
        self._certificate = certificate
        self._at_once = at_once
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self.port = 0
        self.mails: list[EmailMessage] = []
        self.encrypted: list[bool] = []
        self.sessions = 0
        # What it answers to a command instead of the usual.
        self.answers: dict[str, str] = {}
        self.silent = False

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._start())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _start(self) -> None:
        tls = self._tls() if self._at_once else None
        self._server = await asyncio.start_server(self._speak, "127.0.0.1", 0, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        assert self._server
        self._server.close()
        others = asyncio.all_tasks() - {cast("asyncio.Task[None]", asyncio.current_task())}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _tls(self) -> ssl.SSLContext:
        assert self._certificate
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self._certificate.file, self._certificate.key)
        return context

    async def _speak(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sessions += 1
        encrypted = self._at_once
        try:
            await self._say(writer, "220 localhost")
            while line := (await reader.readline()).decode().strip():
                verb = line.partition(" ")[0].upper()
                answer = self.answers.get(verb) or self._usual(verb)
                await self._say(writer, answer)
                if verb == "DATA" and answer.startswith("354"):
                    await self._take(reader, writer, encrypted=encrypted)
                elif verb == "STARTTLS":
                    await writer.start_tls(self._tls())
                    encrypted = True
                elif answer == CLOSED:
                    break
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    def _usual(self, verb: str) -> str:
        match verb:
            case "EHLO":
                offers = "\r\n250-STARTTLS" if self._certificate and not self._at_once else ""
                return f"250-localhost{offers}\r\n250-AUTH PLAIN\r\n250 SMTPUTF8"
            case "AUTH":
                return "235 welcome"
            case "STARTTLS":
                return "220 go ahead"
            case "DATA":
                return "354 go ahead"
            case "QUIT":
                return CLOSED
        return "250 fine"

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, encrypted: bool
    ) -> None:
        content = await reader.readuntil(b"\r\n.\r\n")
        mail = message_from_bytes(content[:-3], policy=policy.default)
        self.mails.append(mail)
        self.encrypted.append(encrypted)
        await self._say(writer, "250 taken")

    async def _say(self, writer: asyncio.StreamWriter, line: str) -> None:
        while self.silent:  # noqa: ASYNC110 - it plays dead until it is stopped
            await asyncio.sleep(0.05)
        writer.write(f"{line}\r\n".encode())
        await writer.drain()
