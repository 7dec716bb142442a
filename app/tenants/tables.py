"""The tables of communities."""

from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from app.plumbing.db import metadata

tenants = Table(
    "tenant",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("subdomain", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("settings", JSONB, nullable=False),
    Column("settings_version", BigInteger, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

tenant_hosts = Table(
    "tenant_host",
    metadata,
    Column("host", Text, primary_key=True),
    Column("tenant_id", Uuid, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

tenant_logos = Table(
    "tenant_logo",
    metadata,
    Column("tenant_id", Uuid, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("image", LargeBinary, nullable=False),
    # Told by the picture, or one removed and another put up would share an address.
    Column("version", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
