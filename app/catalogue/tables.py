"""The tables of the catalogue."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    FetchedValue,
    LargeBinary,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from app.plumbing.db import metadata


# `tenant_id` is left to its default, the transaction's community.
def _tenant_id() -> Column[object]:
    return Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue())


def _id() -> Column[object]:
    return Column("id", Uuid, primary_key=True, server_default=FetchedValue())


def _at(name: str, *, primary_key: bool = False, nullable: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), primary_key=primary_key, nullable=nullable)


sports = Table(
    "sport",
    metadata,
    _tenant_id(),
    _id(),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    _at("archived_at", nullable=True),
    _at("created_at"),
    _at("updated_at"),
)

leagues = Table(
    "league",
    metadata,
    _tenant_id(),
    _id(),
    Column("sport_tenant_id", Uuid, nullable=False),
    Column("sport_id", Uuid, nullable=False),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    _at("archived_at", nullable=True),
    _at("created_at"),
    _at("updated_at"),
)

participants = Table(
    "participant",
    metadata,
    _tenant_id(),
    _id(),
    Column("sport_tenant_id", Uuid, nullable=False),
    Column("sport_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    _at("archived_at", nullable=True),
    _at("created_at"),
    _at("updated_at"),
)

events = Table(
    "event",
    metadata,
    _tenant_id(),
    _id(),
    Column("sport_tenant_id", Uuid, nullable=False),
    Column("sport_id", Uuid, nullable=False),
    Column("league_tenant_id", Uuid),
    Column("league_id", Uuid),
    Column("slug", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("round", Text),
    Column("venue", Text),
    _at("starts_at"),
    _at("first_starts_at"),
    _at("locks_at"),
    _at("true_start_at", nullable=True),
    Column("status", Text, nullable=False),
    Column("score", JSONB(none_as_null=True)),
    Column("version", BigInteger, nullable=False),
    _at("created_at"),
    _at("updated_at"),
)

event_participants = Table(
    "event_participant",
    metadata,
    _tenant_id(),
    Column("event_id", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("participant_tenant_id", Uuid, nullable=False),
    Column("participant_id", Uuid, nullable=False),
    Column("role", Text),
    _at("withdrawn_at", nullable=True),
    _at("created_at"),
    _at("updated_at"),
)

results = Table(
    "result",
    metadata,
    _tenant_id(),
    Column("event_id", Uuid, primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("document", JSONB, nullable=False),
    Column("source", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("reason", Text),
    _at("created_at"),
)

imports = Table(
    "import",
    metadata,
    _tenant_id(),
    Column("digest", Text, primary_key=True),
    Column("file_digest", LargeBinary, primary_key=True),
    Column("changes", JSONB, nullable=False),
    _at("created_at"),
)

sport_configs = Table(
    "sport_config",
    metadata,
    _tenant_id(),
    Column("sport_tenant_id", Uuid, primary_key=True),
    Column("sport_id", Uuid, primary_key=True),
    Column("hidden", Boolean, nullable=False),
    _at("created_at"),
    _at("updated_at"),
)

event_configs = Table(
    "event_config",
    metadata,
    _tenant_id(),
    Column("event_tenant_id", Uuid, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("hidden", Boolean, nullable=False),
    Column("odds_multiplier", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    _at("created_at"),
    _at("updated_at"),
)

event_config_changes = Table(
    "event_config_change",
    metadata,
    _tenant_id(),
    Column("event_tenant_id", Uuid, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("odds_multiplier", BigInteger, nullable=False),
    Column("author", Text, nullable=False),
    _at("at"),
)
