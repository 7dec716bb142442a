"""A mail in the words of its reader: plain text, the same as HTML, and a way out of it."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment

from app.identity.rules.sealing import email_context
from app.identity.service.sealing import read
from app.notifications.rules.kinds import NAMES, may_choose, path_of
from app.notifications.rules.letters import Letter, Sender, message_id
from app.notifications.service.links import unsubscribe_path
from app.plumbing import templating
from app.plumbing.languages import Reader
from app.plumbing.vault import Vault


class NoAddress(Exception):
    """We know no address of the player, or none that mail can be sent to."""


def write(letter: Letter, sender: Sender, vault: Vault) -> EmailMessage:
    message = EmailMessage()
    _address(message, letter, sender, vault)
    context = _context(letter, sender, vault)
    message["Subject"] = _render("mail/subject.txt", context)
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = message_id(letter.id, sender.address)
    message["Auto-Submitted"] = "auto-generated"
    if unsubscribe := context["unsubscribe"]:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_render("mail/notification.txt", context))
    message.add_alternative(_render("mail/notification.html", context), subtype="html")
    return message


def _address(message: EmailMessage, letter: Letter, sender: Sender, vault: Vault) -> None:
    place = email_context(sender.tenant_id, letter.player_id)
    email = read(vault, letter.email_sealed, place) if letter.email_sealed else None
    if email is None:
        raise NoAddress
    try:
        message["To"] = Address(letter.name, addr_spec=email)
    except (ValueError, MessageError) as error:
        raise NoAddress from error
    message["From"] = Address(sender.name, addr_spec=sender.address)


def _context(letter: Letter, sender: Sender, vault: Vault) -> dict[str, object]:
    unsubscribe = None
    if may_choose(letter.kind):
        path = unsubscribe_path(vault, sender.tenant_id, letter.player_id, letter.kind)
        unsubscribe = sender.url + path
    return {
        "addressee": Reader(letter.locale, ZoneInfo(letter.time_zone)),
        "community": sender,
        "name": letter.name,
        "topic": letter.topic,
        "facts": letter.body,
        "kind": NAMES[letter.kind],
        "link": sender.url + path_of(letter.topic, letter.body),
        "settings": f"{sender.url}/notifications/settings",
        "unsubscribe": unsubscribe,
    }


def _render(template: str, context: dict[str, object]) -> str:
    return _templates().get_template(template).render(context).strip()


@cache
def _templates() -> Environment:
    return templating.environment()
