"""A community that has something to tell: messages put into its outbox, relayed and sent."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from psycopg.types.json import Jsonb

from app.notifications import gateway, jobs
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.plumbing.settings import Settings
from app.plumbing.vault import Vault
from tests.acceptance.notifications.mail_server import Certificate
from tests.acceptance.village import Village
from tests.acceptance.world import World

KEY = {"name": "my bot"}
BETS = {"bets": 2, "points": 125}


class Mailroom:
    def __init__(self, world: World) -> None:
        self.village = Village(world, "mailroom")
        self.world = world
        self.host = f"{self.village.subdomain}.localhost"
        self.mail_url: str | None = None
        self._post: tuple[str | None, gateway.Post | None] = (None, None)
        # What others of this world left to be sent would go with ours.
        with psycopg.connect(world.database.url("postgres").reveal()) as superuser:
            superuser.execute("delete from delivery where state = 'waiting'")

    def player_id(self, who: str) -> UUID:
        person = self.village.person(who)
        ((player_id,),) = self.village.sql(
            "select id from player where tenant_id = %s and subject = %s",
            self.village.tenant_id,
            person.id,
        )
        found: UUID = player_id
        return found

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.world.database.url("app").reveal()) as tx:
            tx.execute(
                "select set_config('app.tenant_id', %s, true)", [str(self.village.tenant_id)]
            )
            yield tx

    def write(
        self,
        who: str,
        topic: str = "bets.settled",
        *,
        within: psycopg.Connection | None = None,
        **body: Any,  # noqa: ANN401 - what JSON holds
    ) -> UUID:
        """What a feature writes into the outbox.  Returns the message's id."""
        told = body or (KEY if topic == "security.key_made" else BETS)
        message_id = new_id()
        with nullcontext(within) if within else self.transaction() as tx:
            tx.execute(
                "insert into outbox_message (id, topic, recipient, key, body)"
                " values (%s, %s, %s, %s, %s)",
                [message_id, topic, self.player_id(who), str(message_id), Jsonb(told)],
            )
        return message_id

    def choose(self, who: str, kind: str, channel: str, *, wanted: bool) -> None:
        self.village.sql(
            "insert into preference (tenant_id, player_id, kind, channel, wanted)"
            " values (%s, %s, %s, %s, %s)",
            self.village.tenant_id,
            self.player_id(who),
            kind,
            channel,
            wanted,
        )

    @property
    def settings(self) -> Settings:
        mail = {"mail_url": self.mail_url} if self.mail_url else {}
        return self.world.database.settings(public_url=self.world.url, **mail)

    def relay(self) -> None:
        async def relay(database: Database) -> None:
            async with database.tenant(self.village.tenant_id) as tx:
                await jobs.relay(tx, post=self.post)

        self.run(relay)

    def deliver(self) -> None:
        vault = Vault.parse(self.settings.field_keys)
        self.run(
            lambda database: jobs.deliver(
                database, post=self.post, vault=vault, settings=self.settings
            )
        )

    def tell(self, who: str, topic: str = "bets.settled", **body: Any) -> UUID:  # noqa: ANN401
        message_id = self.write(who, topic, **body)
        self.relay()
        return message_id

    @property
    def post(self) -> gateway.Post | None:
        if self._post[0] != self.mail_url:
            self._post = (self.mail_url, gateway.connect(self.settings))
        return self._post[1]

    def begin_anew(self) -> None:
        """As a worker that has just been started."""
        self._post = (None, None)

    def run(self, work: Callable[[Database], Awaitable[None]]) -> None:
        async def run() -> None:
            database = Database(self.settings)
            try:
                await work(database)
            finally:
                await database.close()

        asyncio.run(run())

    def deliveries(self) -> list[tuple[str, int]]:
        """The state of each mail, and how often it was tried."""
        return [
            (state, tries)
            for state, tries in self.village.sql(
                "select state, tries from delivery where tenant_id = %s order by notification_id",
                self.village.tenant_id,
            )
        ]

    def notifications(self) -> int:
        ((count,),) = self.village.sql(
            "select count(*) from notification where tenant_id = %s", self.village.tenant_id
        )
        return int(count)

    def later(self) -> None:
        """Waits are over, and so are the claims of whoever died."""
        self.village.sql(
            "update delivery set due_at = now() - interval '1 second',"
            " claimed_until = claimed_until - interval '1 hour' where tenant_id = %s",
            self.village.tenant_id,
        )


def make_certificate(folder: Path) -> Certificate:
    """Of this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(IPv4Address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    certificate = Certificate(file=folder / "certificate.pem", key=folder / "key.pem")
    certificate.file.write_bytes(made.public_bytes(pem))
    certificate.key.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate
