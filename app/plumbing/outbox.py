"""Messages to people, written in the transaction that causes them and sent later, each once.

A message's key says what it is about.  Whoever writes it again writes nothing.
"""

from uuid import UUID

import msgspec
from sqlalchemy import Column, DateTime, FetchedValue, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.db import metadata

outbox_messages = Table(
    "outbox_message",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("topic", Text, nullable=False),
    Column("recipient", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("relayed_at", DateTime(timezone=True)),
)


async def tell(tx: AsyncConnection, recipient: UUID, topic: str, key: str, **body: object) -> None:
    """Write a message to a player.  The body holds what they are told, and nothing secret."""
    message = {
        "topic": topic,
        "recipient": recipient,
        "key": key,
        "body": msgspec.to_builtins(body),
    }
    await tx.execute(
        insert(outbox_messages)
        .values(message)
        .on_conflict_do_nothing(constraint="outbox_message_is_written_once")
    )
