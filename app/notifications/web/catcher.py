"""Mails that stayed in a folder, for whoever develops.  Elsewhere there is no such page."""

from datetime import datetime
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from litestar import Controller, MediaType, Response, get
from litestar.params import FromPath
from litestar.response import Template

from app.notifications.gateway import Folder, folder_of
from app.notifications.rules.kinds import NoSuchNotification
from app.plumbing.access import anyone
from app.plumbing.refusals import Missing
from app.plumbing.settings import Environment, Settings
from app.plumbing.web import CurrentSettings

# What a mail brings along runs nowhere and loads nothing.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
MAY_LOOK = {Environment.DEVELOPMENT, Environment.TEST}


class NothingCaught(Missing):
    """Mails are looked at here only where they stay in a folder, for development."""


class CatcherController(Controller):
    path = "/development/mail"
    guards = (anyone,)
    opt = {"any_host": True}  # noqa: RUF012 - Litestar's own way
    response_headers = {"Cache-Control": "no-store"}  # noqa: RUF012 - Litestar's name and type

    @get(sync_to_thread=True)
    def show_all(self, settings: CurrentSettings) -> Template:
        mails = [_outline(each, message) for each, message in _folder(settings).newest()]
        return Template("notifications/catcher.html", context={"mails": mails})

    @get("/{letter_id:uuid}", sync_to_thread=True)
    def show(self, settings: CurrentSettings, letter_id: FromPath[UUID]) -> Template:
        message = _find(settings, letter_id)
        context = {"mail": _outline(letter_id, message), "text": _part(message, "plain")}
        return Template("notifications/caught.html", context=context)

    @get("/{letter_id:uuid}/html", media_type=MediaType.HTML, sync_to_thread=True)
    def show_html(self, settings: CurrentSettings, letter_id: FromPath[UUID]) -> Response[str]:
        html = _part(_find(settings, letter_id), "html")
        return Response(html, headers={"Content-Security-Policy": SANDBOX})


def _folder(settings: Settings) -> Folder:
    folder = folder_of(settings)
    if folder is None or settings.environment not in MAY_LOOK:
        raise NothingCaught
    return Folder(folder)


def _find(settings: Settings, letter_id: UUID) -> EmailMessage:
    message = _folder(settings).find(letter_id)
    if message is None:
        raise NoSuchNotification(id=letter_id)
    return message


def _outline(letter_id: UUID, message: EmailMessage) -> dict[str, Any]:
    at: datetime = message["Date"].datetime
    told = ("Subject", "From", "To", "List-Unsubscribe", "Message-ID")
    return {
        "id": letter_id,
        "at": at,
        "headers": {name: str(message[name]) for name in told if message[name]},
    }


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
