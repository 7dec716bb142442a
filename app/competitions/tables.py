"""The tables of competitions, entries and private leagues."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, FetchedValue, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from app.plumbing.db import metadata

# What the database fills in by itself has a `FetchedValue`: the transaction's community, ids, and
# the moments of writing.
competitions = Table(
    "competition",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("join_code", Text, nullable=False),
    Column("settings", JSONB, nullable=False),
    Column("settings_version", BigInteger, nullable=False),
    Column("frozen_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), server_default=FetchedValue(), nullable=False),
    Column("updated_at", DateTime(timezone=True), server_default=FetchedValue(), nullable=False),
)

competition_settings = Table(
    "competition_settings",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("competition_id", Uuid, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("document", JSONB, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", DateTime(timezone=True), server_default=FetchedValue(), nullable=False),
)

competition_events = Table(
    "competition_event",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("competition_id", Uuid, primary_key=True),
    Column("event_tenant_id", Uuid, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("created_at", DateTime(timezone=True), server_default=FetchedValue(), nullable=False),
)

entries = Table(
    "entry",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True),
    Column("competition_id", Uuid, nullable=False),
    Column("player_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("bot", Boolean, nullable=False),
    Column("reason", Text),
    Column("joined_at", DateTime(timezone=True)),
    Column("settings_version", BigInteger, nullable=False),
    Column("topped_up_on", Date),
    Column("created_at", DateTime(timezone=True), server_default=FetchedValue(), nullable=False),
    Column("updated_at", DateTime(timezone=True), server_default=FetchedValue(), nullable=False),
)

private_leagues = Table(
    "private_league",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True),
    Column("competition_id", Uuid, nullable=False),
    Column("founder_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("archived_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), server_default=FetchedValue(), nullable=False),
    Column("updated_at", DateTime(timezone=True), server_default=FetchedValue(), nullable=False),
)

private_league_entries = Table(
    "private_league_entry",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("league_id", Uuid, primary_key=True),
    Column("entry_id", Uuid, primary_key=True),
    Column("competition_id", Uuid, nullable=False),
    Column("created_at", DateTime(timezone=True), server_default=FetchedValue(), nullable=False),
)

announcements = Table(
    "announcement",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("competition_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), server_default=FetchedValue(), nullable=False),
)
