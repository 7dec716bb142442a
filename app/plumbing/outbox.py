"""Messages to people, written in the transaction that causes them and sent later, each once.

A message's key says what it is about.  Whoever writes it again writes nothing.
"""

from sqlalchemy import Column, DateTime, FetchedValue, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

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
)
