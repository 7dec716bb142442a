"""Mails leave once, whatever breaks; and whatever breaks harms nothing but the mail."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.notifications.gateway import folder
from app.notifications.gateway import smtp as smtp_gateway
from app.plumbing import failpoints
from tests.acceptance.notifications.mail_server import MailServer
from tests.acceptance.notifications.mailroom import Mailroom, make_certificate

KEY_MADE = "security.key_made"


@pytest.fixture
def _disarmed() -> Iterator[None]:
    yield
    failpoints.arm("")


def test_a_message_becomes_one_notification_and_one_mail(
    mailroom: Mailroom, server: MailServer
) -> None:
    message_id = mailroom.tell("Ama", KEY_MADE)
    mailroom.relay()
    mailroom.deliver()
    mailroom.deliver()

    assert mailroom.notifications() == 1
    assert mailroom.deliveries() == [("sent", 1)]
    (mail,) = server.mails
    assert mail["Message-ID"] == f"<{message_id}@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mailroom.village.person("Ama").email in mail["To"]


def test_a_page_that_is_open_hears_of_it(mailroom: Mailroom) -> None:
    mailroom.tell("Ama")
    mailroom.choose("Kofi", "bets", "page", wanted=False)
    mailroom.tell("Kofi")

    told = mailroom.village.sql(
        "select subjects from change where kind = 'notification' and tenant_id = %s",
        mailroom.village.tenant_id,
    )
    assert told == [([mailroom.player_id("Ama")],)]


def test_who_began_first_and_commits_last_is_told(mailroom: Mailroom) -> None:
    mailroom.player_id("Ama")
    with mailroom.transaction() as late:
        mailroom.write("Ama", within=late)
        mailroom.tell("Ama")
        assert mailroom.notifications() == 1
    mailroom.relay()

    assert mailroom.notifications() == 2


@pytest.mark.usefixtures("_disarmed")
def test_whoever_dies_after_the_server_took_it_sends_the_same_mail_again(
    mailroom: Mailroom, server: MailServer
) -> None:
    mailroom.tell("Ama", KEY_MADE)
    failpoints.arm("mail.carried:error")
    with pytest.raises(failpoints.FailpointReached):
        mailroom.deliver()
    failpoints.arm("")
    mailroom.deliver()
    assert mailroom.deliveries() == [("sending", 1)]

    mailroom.later()
    mailroom.deliver()

    assert mailroom.deliveries() == [("sent", 2)]
    first, second = server.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


@pytest.mark.usefixtures("_disarmed")
def test_a_folder_has_a_mail_once_however_often_it_is_carried(
    mailroom: Mailroom, tmp_path: Path
) -> None:
    mailroom.mail_url = (tmp_path / "mail").as_uri()
    mailroom.tell("Ama", KEY_MADE)
    failpoints.arm("mail.carried:error")
    with pytest.raises(failpoints.FailpointReached):
        mailroom.deliver()
    failpoints.arm("")
    mailroom.later()
    mailroom.deliver()

    ((_, mail),) = folder.Folder(tmp_path / "mail").newest()
    assert mail["Subject"] == "A key for a program was made in your name."
    assert [file.suffix for file in (tmp_path / "mail").iterdir()] == [".eml"]


def test_mails_wait_for_a_server_that_is_away(mailroom: Mailroom, server: MailServer) -> None:
    mailroom.mail_url = "smtp+plain://127.0.0.1:1"
    for _ in range(3):
        mailroom.write("Ama", KEY_MADE)
    mailroom.relay()
    mailroom.deliver()

    assert mailroom.deliveries() == [("waiting", 1)] * 3
    assert mailroom.post
    assert mailroom.post.rests

    mailroom.mail_url = f"smtp+plain://127.0.0.1:{server.port}"
    mailroom.deliver()
    assert server.mails == []
    mailroom.later()
    mailroom.deliver()
    assert len(server.mails) == 3
    assert server.sessions == 1


def test_a_server_that_says_nothing_holds_nobody_up_for_long(
    mailroom: Mailroom, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_gateway, "ANSWER_SECONDS", 0.3)
    server.silent = True
    mailroom.tell("Ama", KEY_MADE)

    began = time.monotonic()
    mailroom.deliver()
    mailroom.deliver()

    assert time.monotonic() - began < 5
    assert server.sessions == 1
    assert mailroom.deliveries() == [("waiting", 1)]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"RCPT": "550 nobody here"}, "failed"),
        ({"RCPT": "451 later"}, "waiting"),
        ({"DATA": "554 not this"}, "failed"),
        ({"MAIL": "530 who are you?"}, "waiting"),
        ({"RCPT": "421 closing"}, "waiting"),
    ],
    ids=["nobody", "later", "not-this", "not-from-us", "closing"],
)
def test_what_the_server_says_decides_whether_it_is_tried_again(
    mailroom: Mailroom, server: MailServer, answer: dict[str, str], state: str
) -> None:
    server.answers = answer
    mailroom.tell("Ama", KEY_MADE)
    mailroom.deliver()

    assert mailroom.deliveries() == [(state, 1)]
    assert server.mails == []


@pytest.mark.usefixtures("server")
def test_one_mail_that_cannot_be_written_keeps_no_other_from_leaving(mailroom: Mailroom) -> None:
    mailroom.write("Ama", KEY_MADE)
    # A message that no template can be filled with.
    mailroom.write("Kofi", "points.granted", oops=1)
    mailroom.write("Kofi", KEY_MADE)
    mailroom.village.sql(
        "update player set email_sealed = 'broken' where id = %s", mailroom.player_id("Ama")
    )
    mailroom.relay()
    mailroom.deliver()

    assert mailroom.deliveries() == [("failed", 1), ("failed", 1), ("sent", 1)]


def test_a_mail_is_given_up_in_the_end(mailroom: Mailroom, server: MailServer) -> None:
    server.answers = {"RCPT": "451 later"}
    mailroom.tell("Ama", KEY_MADE)
    mailroom.village.sql("update delivery set tries = 11")
    mailroom.deliver()

    assert mailroom.deliveries() == [("failed", 12)]


def test_whoever_switched_it_off_meanwhile_gets_none(
    mailroom: Mailroom, server: MailServer
) -> None:
    mailroom.tell("Ama", "limits.reached", limit="stake", period="day", amount=50)
    mailroom.choose("Ama", "limits", "mail", wanted=False)
    mailroom.deliver()

    assert mailroom.deliveries() == [("dropped", 1)]
    assert server.mails == []


@pytest.mark.parametrize("at_once", [False, True], ids=["smtp", "smtps"])
def test_mail_is_encrypted_on_its_way(
    mailroom: Mailroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    certificate = make_certificate(tmp_path)
    with MailServer(certificate, at_once=at_once) as server:
        scheme = "smtps" if at_once else "smtp"
        mailroom.mail_url = f"{scheme}://ama:p%40ss@localhost:{server.port}"
        mailroom.tell("Ama", KEY_MADE)
        mailroom.deliver()
        # Nobody vouches for this certificate yet.
        assert mailroom.deliveries() == [("waiting", 1)]
        assert server.mails == []

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
        mailroom.later()
        mailroom.begin_anew()
        mailroom.deliver()

        assert mailroom.deliveries() == [("sent", 2)]
        assert server.encrypted == [True]


def test_a_server_without_encryption_is_sent_nothing(
    mailroom: Mailroom, server: MailServer
) -> None:
    mailroom.mail_url = f"smtp://127.0.0.1:{server.port}"
    mailroom.tell("Ama", KEY_MADE)
    mailroom.deliver()

    assert mailroom.deliveries() == [("waiting", 1)]
    assert server.mails == []


def test_without_a_way_for_mail_everything_is_told_on_the_page(mailroom: Mailroom) -> None:
    mailroom.tell("Ama", KEY_MADE)
    mailroom.deliver()

    assert mailroom.notifications() == 1
    assert mailroom.deliveries() == []
