"""One message of each topic, told on Ama's page and caught as mails."""

import asyncio
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from app.development.directory.state import Person
from app.development.seed import DEMO
from app.notifications import gateway, jobs
from app.notifications.rules.kinds import TOPICS
from app.plumbing.db import Database
from app.plumbing.ids import new_id
from app.plumbing.settings import Settings
from app.plumbing.vault import Vault
from tests.conftest import TestDatabase

MAIL = UUID("00000000-0000-7000-8000-0000000000d4")
CUP: dict[str, Any] = {
    "competition": "Garden Cup",
    "competition_id": "00000000-0000-7000-8000-0000000000ab",
}
BODIES: dict[str, dict[str, Any]] = {
    "bets.settled": {"bets": 3, "points": 140},
    "bets.corrected": {"bets": 1, "points": -40, "reason": "A goal was taken back."},
    "predictions.open": {"events": 2, "locks_at": "2026-06-11T15:00:00+00:00"},
    "competition.invitation": {},
    "competition.announced": {"change": "state_changed", "state": "running", "reason": None},
    "points.granted": {"points": 250, "reason": "Prize of the cup"},
    "points.taken": {"points": 30, "reason": "Bet slip counted twice"},
    "points.refused": {"points": 900, "reason": "That is more than all others have."},
    "limits.reached": {"limit": "stake", "period": "week", "amount": 500},
    "season.ended": {"rank": 2, "prize": 300},
    "security.sign_in": {"browser": "Firefox on Linux"},
    "security.key_made": {"name": "my bot"},
    "security.roles_changed": {
        "action": "promoted",
        "gained": ["results"],
        "lost": [],
        "reason": "She counts well",
    },
}


def furnish(database: TestDatabase, settings: Settings, player: Person) -> None:
    with psycopg.connect(database.url("app").reveal()) as tx:
        tx.execute("select set_config('app.tenant_id', %s, true)", [str(DEMO.id)])
        for topic in TOPICS:
            message_id = MAIL if topic == "points.granted" else new_id()
            tx.execute(
                "insert into outbox_message (id, topic, recipient, key, body)"
                " select %s, %s, id, %s, %s from player where subject = %s",
                [message_id, topic, topic, Jsonb(CUP | BODIES[topic]), player.id],
            )
    asyncio.run(_deliver(settings))


async def _deliver(settings: Settings) -> None:
    connections, post = Database(settings), gateway.connect(settings)
    try:
        async with connections.tenant(DEMO.id) as tx:
            await jobs.relay(tx, post=post)
        vault = Vault.parse(settings.field_keys)
        await jobs.deliver(connections, post=post, vault=vault, settings=settings)
    finally:
        await connections.close()
