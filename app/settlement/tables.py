"""The tables of settlement."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    FetchedValue,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from app.plumbing.db import metadata

rulings = Table(
    "ruling",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("kind", Text, nullable=False),
    Column("event_tenant_id", Uuid, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("market_id", Uuid),
    Column("result_version", BigInteger),
    Column("document", JSONB, nullable=False),
    Column("reason", Text),
    Column("state", Text, nullable=False, server_default=FetchedValue()),
    Column("second_person", Boolean, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

gradings = Table(
    "grading",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("market_id", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("ruling_tenant_id", Uuid, nullable=False),
    Column("ruling_id", Uuid, nullable=False),
    Column("result_version", BigInteger),
    Column("true_start_at", DateTime(timezone=True)),
    Column("at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

outcomes = Table(
    "outcome",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("selection_id", Uuid, primary_key=True),
    Column("grading", BigInteger, primary_key=True),
    Column("market_id", Uuid, nullable=False),
    Column("win", BigInteger, nullable=False),
    Column("push", BigInteger, nullable=False),
    Column("divisor", BigInteger, nullable=False),
    Column("place_win", BigInteger),
    Column("place_push", BigInteger),
    Column("place_divisor", BigInteger),
)

price_corrections = Table(
    "price_correction",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("selection_id", Uuid, primary_key=True),
    Column("odds_version", BigInteger, primary_key=True),
    Column("odds", BigInteger, nullable=False),
    Column("ruling_id", Uuid, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

event_voids = Table(
    "event_void",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("competition_id", Uuid, primary_key=True),
    Column("event_tenant_id", Uuid, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("void", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

settlement_runs = Table(
    "settlement_run",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("kind", Text, nullable=False),
    Column("event_tenant_id", Uuid),
    Column("event_id", Uuid),
    Column("question_id", Uuid),
    Column("ruling_tenant_id", Uuid),
    Column("ruling_id", Uuid),
    Column("reason", Text),
    Column("state", Text, nullable=False, server_default=FetchedValue()),
    Column("counts_with", Uuid, nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

settlement_parts = Table(
    "settlement_part",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("run_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("subject_id", Uuid, primary_key=True),
    Column("total", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False, server_default=FetchedValue()),
    Column("changed", BigInteger, nullable=False, server_default=FetchedValue()),
    Column("moved", BigInteger, nullable=False, server_default=FetchedValue()),
    Column("after", Uuid),
    Column("finished_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

settlements = Table(
    "settlement",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("bet_id", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("run_id", Uuid, nullable=False),
    Column("competition_id", Uuid, nullable=False),
    Column("entry_id", Uuid, nullable=False),
    Column("stake", BigInteger, nullable=False),
    Column("state_before", Text, nullable=False),
    Column("result_before", Text),
    Column("payout_before", BigInteger),
    Column("state", Text, nullable=False),
    Column("result", Text),
    Column("payout", BigInteger),
    Column("gradings", ARRAY(BigInteger), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

pool_settlements = Table(
    "pool_settlement",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("pool_id", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("run_id", Uuid, nullable=False),
    Column("grading", BigInteger, nullable=False),
    Column("refunded", Boolean, nullable=False),
    Column("stakes", BigInteger, nullable=False),
    Column("carried_in", BigInteger, nullable=False),
    Column("paid", BigInteger, nullable=False),
    Column("takeout", BigInteger, nullable=False),
    Column("breakage", BigInteger, nullable=False),
    Column("top_up", BigInteger, nullable=False),
    Column("carried_out", BigInteger, nullable=False),
    Column("dividends", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

scores = Table(
    "score",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("subject_id", Uuid, primary_key=True),
    Column("entry_id", Uuid, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("run_id", Uuid, nullable=False),
    Column("competition_id", Uuid, nullable=False),
    Column("points_before", BigInteger),
    Column("points", BigInteger),
    Column("facts", JSONB, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

bonus_decisions = Table(
    "bonus_decision",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("question_id", Uuid, nullable=False),
    Column("answers", ARRAY(Text), nullable=False),
    Column("reason", Text),
    Column("corrects", Boolean, nullable=False),
    Column("state", Text, nullable=False, server_default=FetchedValue()),
    Column("second_person", Boolean, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)
