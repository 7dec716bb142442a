"""A mail room of its own for each test, and mail servers that the tests run themselves."""

from collections.abc import Iterator

import pytest

from tests.acceptance.notifications.mail_server import MailServer
from tests.acceptance.notifications.mailroom import Mailroom
from tests.acceptance.world import World


@pytest.fixture
def mailroom(world: World) -> Mailroom:
    return Mailroom(world)


@pytest.fixture
def server(mailroom: Mailroom) -> Iterator[MailServer]:
    """Takes mails without encryption, which only settings that say so allow."""
    with MailServer() as server:
        mailroom.mail_url = f"smtp+plain://127.0.0.1:{server.port}"
        yield server
