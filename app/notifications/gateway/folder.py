"""Mails as files, for development and tests: one a Message-ID, however often it is carried."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from uuid import UUID

KEPT = "*.eml"
SHOWN_MAX = 200


class Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Folder"]:
        await asyncio.to_thread(self._path.mkdir, mode=0o700, parents=True, exist_ok=True)
        yield self

    async def carry(self, message: EmailMessage) -> None:
        await asyncio.to_thread(self._write, message)

    def newest(self) -> list[tuple[UUID, EmailMessage]]:
        files = sorted(self._path.glob(KEPT), key=lambda file: file.stat().st_mtime, reverse=True)
        return [(UUID(file.stem), _read(file)) for file in files[:SHOWN_MAX]]

    def find(self, letter_id: UUID) -> EmailMessage | None:
        file = self._path / f"{letter_id}.eml"
        return _read(file) if file.exists() else None

    def _write(self, message: EmailMessage) -> None:
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        # Written aside, so that nobody reads half a mail.
        draft = self._path / f"{name}.draft"
        draft.write_bytes(message.as_bytes(policy=policy.SMTP))
        draft.rename(self._path / f"{name}.eml")


def _read(file: Path) -> EmailMessage:
    with file.open("rb") as content:
        message = BytesParser(policy=policy.default).parse(content)
    assert isinstance(message, EmailMessage)  # noqa: S101 - as the policy makes them
    return message
