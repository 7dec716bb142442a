"""The tables of sign-in, sessions, players and their keys."""

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
    Column("subject", Text, nullable=False),
    Column("provider_session", Text),
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

players = Table(
    "player",
    metadata,
    Column("tenant_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    # Nothing once the player has left.
    Column("born_on_sealed", LargeBinary),
    Column("email_sealed", LargeBinary),
    Column("email_index", LargeBinary),
    Column("time_zone", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("odds_format", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("suspended_at", DateTime(timezone=True)),
    Column("suspension_reason", Text),
    Column("locked_out_at", DateTime(timezone=True)),
    Column("roles_since", DateTime(timezone=True)),
    Column("erased_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

consents = Table(
    "consent",
    metadata,
    Column("tenant_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("player_id", Uuid, nullable=False),
    Column("document", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

too_young = Table(
    "too_young",
    metadata,
    Column("tenant_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("subject_index", LargeBinary, nullable=False),
    Column("answer_sealed", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

invitations = Table(
    "invitation",
    metadata,
    Column("tenant_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("email_sealed", LargeBinary, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

role_changes = Table(
    "role_change",
    metadata,
    Column("tenant_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", ARRAY(Text), nullable=False),
    Column("gained", ARRAY(Text), nullable=False),
    Column("lost", ARRAY(Text), nullable=False),
    Column("reason", Text),
    Column("by_subject", Text, nullable=False),
    Column("by_player_id", Uuid),
    Column("by_address", Text, nullable=False),
    Column("claimed_until", DateTime(timezone=True), nullable=False),
    Column("done_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

keys = Table(
    "api_key",
    metadata,
    Column("tenant_id", Uuid, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("player_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Column("last_used_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
