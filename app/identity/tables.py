"""The tables of sign-in and sessions."""

from sqlalchemy import Column, DateTime, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from app.plumbing.db import metadata

attempts = Table(
    "sign_in_attempt",
    metadata,
    Column("tenant_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("state_hash", LargeBinary, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("verifier_sealed", LargeBinary, nullable=False),
    Column("binding_hash", LargeBinary, nullable=False),
    Column("host", Text, nullable=False),
    Column("return_path", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

hand_overs = Table(
    "hand_over",
    metadata,
    Column("tenant_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("code_hash", LargeBinary, nullable=False),
    Column("binding_hash", LargeBinary, nullable=False),
    Column("proof_sealed", LargeBinary, nullable=False),
    Column("return_path", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

sessions = Table(
    "session",
    metadata,
    Column("tenant_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False),
    Column("subject", Text, nullable=False),
    Column("provider_session", Text),
    Column("name", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("refresh_token_sealed", LargeBinary, nullable=False),
    Column("renew_at", DateTime(timezone=True), nullable=False),
    Column("csrf_secret", LargeBinary, nullable=False),
    Column("user_agent", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

spent_logout_tokens = Table(
    "spent_logout_token",
    metadata,
    Column("jti_hash", LargeBinary, primary_key=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)
