"""The tables of markets."""

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

from app.plumbing.db import metadata

markets = Table(
    "market",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("event_tenant_id", Uuid, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("line", BigInteger),
    Column("name", Text, nullable=False),
    Column("places", BigInteger),
    Column("place_divisor", BigInteger),
    Column("tie_rule", Text, nullable=False),
    Column("rule_4", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("locks_at", DateTime(timezone=True)),
    Column("grading", BigInteger, nullable=False, server_default=FetchedValue()),
    Column("version", BigInteger, nullable=False, server_default=FetchedValue()),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

market_configs = Table(
    "market_config",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("market_tenant_id", Uuid, primary_key=True),
    Column("market_id", Uuid, primary_key=True),
    Column("suspended", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

selections = Table(
    "selection",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("market_id", Uuid, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("participant_number", BigInteger),
    Column("odds", BigInteger),
    Column("odds_version", BigInteger, nullable=False, server_default=FetchedValue()),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("deduction", BigInteger, nullable=False, server_default=FetchedValue()),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

prices = Table(
    "price",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("selection_id", Uuid, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("odds", BigInteger),
    Column("source", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

odds_feeds = Table(
    "odds_feed",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("name", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
