"""The tables of betting."""

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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from app.plumbing.db import metadata

bets = Table(
    "bet",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True),
    Column("entry_id", Uuid, nullable=False),
    Column("competition_id", Uuid, nullable=False),
    Column("player_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fold", BigInteger),
    Column("each_way", Boolean, nullable=False),
    Column("lines", BigInteger, nullable=False),
    Column("stake", BigInteger, nullable=False),
    Column("potential_payout", BigInteger),
    Column("odds_policy", Text, nullable=False),
    Column("settings_version", BigInteger, nullable=False),
    Column("request_digest", LargeBinary, nullable=False),
    Column("request_key", Text),
    Column("pool_id", Uuid),
    Column("state", Text, nullable=False),
    Column("result", Text),
    Column("payout", BigInteger),
    Column("note", Text),
    Column("own_probability", BigInteger),
    Column("accepted_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
)

legs = Table(
    "leg",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("bet_id", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("selection_tenant_id", Uuid, nullable=False),
    Column("selection_id", Uuid, nullable=False),
    Column("market_id", Uuid, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("odds", BigInteger),
    Column("odds_version", BigInteger, nullable=False),
    Column("multiplier_version", BigInteger, nullable=False),
    Column("locks_at", DateTime(timezone=True), nullable=False),
)

cash_outs = Table(
    "cash_out",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("bet_id", Uuid, primary_key=True),
    Column("points", BigInteger, nullable=False),
    Column("versions", JSONB, nullable=False),
    Column("odds", ARRAY(BigInteger), nullable=False),
    Column("gradings", ARRAY(BigInteger), nullable=False),
    Column("multipliers", ARRAY(Text), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
