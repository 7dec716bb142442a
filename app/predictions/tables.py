"""The tables of predictions and bonus questions."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, FetchedValue, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from app.plumbing.db import metadata

predictions = Table(
    "prediction",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("entry_id", Uuid, nullable=False),
    Column("competition_id", Uuid, nullable=False),
    Column("event_tenant_id", Uuid, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("round", Text),
    Column("first_score", BigInteger, nullable=False),
    Column("second_score", BigInteger, nullable=False),
    Column("joker", Boolean, nullable=False),
    Column("predicted_at", DateTime(timezone=True), nullable=False),
    Column("locks_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

bonus_questions = Table(
    "bonus_question",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True),
    Column("competition_id", Uuid, nullable=False),
    Column("question", Text, nullable=False),
    Column("choices", ARRAY(Text), nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("locks_at", DateTime(timezone=True), nullable=False),
    Column("answers", ARRAY(Text)),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

bonus_answers = Table(
    "bonus_answer",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("question_id", Uuid, primary_key=True),
    Column("entry_id", Uuid, primary_key=True),
    Column("competition_id", Uuid, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_at", DateTime(timezone=True), nullable=False),
    Column("locks_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)
