"""Steps of notifications.feature, played over HTTP, with a mail server of the tests."""

import re
from email.message import EmailMessage
from uuid import UUID, uuid4

import httpx
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from tests.acceptance.identity.conftest import csrf_of
from tests.acceptance.notifications.mail_server import MailServer
from tests.acceptance.notifications.mailroom import Mailroom

scenarios("notifications.feature")

LIMIT = {"limit": "stake", "period": "day", "amount": 50}
POINTS = {"points": 20, "competition": "World Cup", "competition_id": str(uuid4()), "reason": "A"}
PATH = re.compile(r"/unsubscribe/[^>]+")
LOADED = re.compile(r"""\b(?:src|srcset|background)=|@import|url\(|<link|<script|<img""")


class Reader:
    """Somebody at a browser."""

    def __init__(self, mailroom: Mailroom, who: str) -> None:
        person = mailroom.village.person(who)
        self.browser = mailroom.world.sign_in(person, mailroom.host)
        self.page = httpx.Response(200)

    def send(self, path: str) -> None:
        self.page = self.browser.post(path, data={"csrf": csrf_of(self.browser)})

    def bell(self) -> str:
        fragment = self.browser.get("/notifications/count").text
        return re.sub(r"<[^>]+>", "", fragment).strip()


@pytest.fixture
def ama(mailroom: Mailroom) -> Reader:
    return Reader(mailroom, "Ama")


def mail_about(mailroom: Mailroom, server: MailServer, topic: str, **body: object) -> EmailMessage:
    before = len(server.mails)
    mailroom.tell("Ama", topic, **body)
    mailroom.deliver()
    (mail,) = server.mails[before:]
    return mail


def link_of(mail: EmailMessage) -> str:
    found = PATH.search(str(mail["List-Unsubscribe"]))
    assert found
    return found[0]


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body
    return str(body.get_content())


@given(
    "two bets of Ama's were settled and brought her 125 points", target_fixture="notification_id"
)
@when("two bets of Ama's are settled")
def _(mailroom: Mailroom, server: MailServer) -> UUID:  # noqa: ARG001 - mail is on
    told = mailroom.tell("Ama")
    mailroom.deliver()
    return told


@given("Ama wants to hear of settled bets by e-mail only")
def _(mailroom: Mailroom) -> None:
    mailroom.choose("Ama", "bets", "page", wanted=False)
    mailroom.choose("Ama", "bets", "mail", wanted=True)


@given("Ama has switched off everything")
def _(ama: Reader) -> None:
    ama.send("/notifications/settings")
    assert ama.page.headers["location"].endswith("saved=true")


@given("Ama got a mail about a limit that she reached", target_fixture="mail")
def _(mailroom: Mailroom, server: MailServer) -> EmailMessage:
    return mail_about(mailroom, server, "limits.reached", **LIMIT)


@given("Ama reads German and lives in Tokyo")
def _(mailroom: Mailroom) -> None:
    mailroom.village.sql(
        "update player set locale = 'de', time_zone = 'Asia/Tokyo' where id = %s",
        mailroom.player_id("Ama"),
    )


@when("Ama looks at her notifications")
@when("Ama reads it")
def _(ama: Reader) -> None:
    ama.page = ama.browser.get("/notifications")


@when("Ama opens it")
def _(ama: Reader, notification_id: UUID) -> None:
    ama.send(f"/notifications/{notification_id}/open")


@when("Ama marks all as read")
def _(ama: Reader) -> None:
    ama.send("/notifications/read")


@when("Kofi tries to open it", target_fixture="kofi")
def _(mailroom: Mailroom, notification_id: UUID) -> Reader:
    kofi = Reader(mailroom, "Kofi")
    kofi.send(f"/notifications/{notification_id}/open")
    return kofi


@when("a key is made in Ama's name")
def _(mailroom: Mailroom, server: MailServer) -> None:  # noqa: ARG001 - mail is on
    mailroom.tell("Ama", "security.key_made")
    mailroom.deliver()


@when("her mail program asks for no more of these", target_fixture="answer")
def _(mailroom: Mailroom, mail: EmailMessage) -> httpx.Response:
    # As RFC 8058 has it, and without any cookie.
    program = mailroom.world.browser(mailroom.host)
    said, value = str(mail["List-Unsubscribe-Post"]).split("=")
    return program.post(link_of(mail), data={said: value})


@when("her mail program looks where its link leads", target_fixture="answer")
def _(mailroom: Mailroom, mail: EmailMessage) -> httpx.Response:
    return mailroom.world.browser(mailroom.host).get(link_of(mail))


@when(parsers.parse("somebody sends its link with another {changed}"), target_fixture="answer")
def _(mailroom: Mailroom, mail: EmailMessage, changed: str) -> httpx.Response:
    _, _, kind, player, signature = link_of(mail).split("/")
    match changed:
        case "kind":
            kind = "points"
        case "player":
            player = str(mailroom.player_id("Kofi"))
        case "signature":
            signature = signature[:-1] + ("0" if signature[-1] != "0" else "1")
    program = mailroom.world.browser(mailroom.host)
    return program.post(f"/unsubscribe/{kind}/{player}/{signature}")


@when("an event locks at 10:00 UTC that Ama has not predicted", target_fixture="mail")
def _(mailroom: Mailroom, server: MailServer) -> EmailMessage:
    body = POINTS | {"events": 1, "locks_at": "2026-06-11T10:00:00+00:00"}
    return mail_about(mailroom, server, "predictions.open", **body)


@then(parsers.parse("the bell counts {count:d}"))
@then(parsers.parse("Ama's bell counts {count:d}"))
def _(ama: Reader, count: int) -> None:
    assert ama.bell() == f"{count} unread"


@then("the bell counts nothing")
def _(ama: Reader) -> None:
    assert ama.bell() == ""


@then(parsers.parse('she reads "{words}"'))
def _(ama: Reader, words: str) -> None:
    assert words in ama.page.text


@then(parsers.parse('she is led to "{path}"'))
def _(ama: Reader, path: str) -> None:
    assert (ama.page.status_code, ama.page.headers["location"]) == (303, path)


@then("there is no such notification for him")
def _(kofi: Reader) -> None:
    assert kofi.page.status_code == 404


@then(parsers.parse('Ama gets a mail "{subject}"'))
def _(server: MailServer, subject: str) -> None:
    assert server.subjects()[-1] == subject


@then("it offers no way out of such mails")
def _(server: MailServer) -> None:
    assert server.mails[-1]["List-Unsubscribe"] is None
    assert "/unsubscribe/" not in server.mails[-1].as_string()


@then("no mail about limits comes any more")
def _(mailroom: Mailroom, server: MailServer, answer: httpx.Response) -> None:
    assert answer.status_code == 200
    before = len(server.mails)
    mailroom.tell("Ama", "limits.reached", **LIMIT)
    mailroom.deliver()
    assert len(server.mails) == before


@then("mails about points still come")
def _(mailroom: Mailroom, server: MailServer) -> None:
    assert "World Cup" in mail_about(mailroom, server, "points.granted", **POINTS)["Subject"]


@then("a page asks whether she wants no more of these")
def _(answer: httpx.Response) -> None:
    assert answer.status_code == 200
    assert '<form method="post"' in answer.text
    assert "Limits reached" in answer.text


@then("mails about limits still come")
def _(mailroom: Mailroom, server: MailServer) -> None:
    assert mail_about(mailroom, server, "limits.reached", **LIMIT)


@then("the link is not ours")
def _(answer: httpx.Response) -> None:
    assert answer.status_code == 404


@then("text and HTML say the same")
def _(mail: EmailMessage) -> None:
    assert mail.get_content_type() == "multipart/alternative"
    for kind in ("plain", "html"):
        for words in ("reached your limit on stakes", "50 a day", link_of(mail), "/limits"):
            assert words in part(mail, kind), kind


@then("nothing in it is loaded from anywhere")
def _(mail: EmailMessage) -> None:
    assert LOADED.findall(part(mail, "html")) == []


@then("it wears the colours of the community")
def _(mail: EmailMessage, mailroom: Mailroom) -> None:
    assert "#1f6f54" in part(mail, "html")
    assert mailroom.village.subdomain.title() in str(mail["From"])


@then(parsers.parse('the mail says "{time}" and is marked as German'))
def _(mail: EmailMessage, time: str) -> None:
    assert time in part(mail, "plain")
    assert '<html lang="de">' in part(mail, "html")
