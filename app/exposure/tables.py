"""The tables of exposure.  Bets write them, in the transaction that accepts them."""

from sqlalchemy import BigInteger, Column, DateTime, FetchedValue, Table, Text, Uuid

from app.plumbing.db import metadata

exposures = Table(
    "exposure",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("competition_id", Uuid, primary_key=True),
    Column("selection_tenant_id", Uuid, primary_key=True),
    Column("selection_id", Uuid, primary_key=True),
    Column("bets", BigInteger, nullable=False),
    Column("staked", BigInteger, nullable=False),
    Column("liability", BigInteger, nullable=False),
)

exposure_limits = Table(
    "exposure_limit",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("level", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("soft", BigInteger),
    Column("hard", BigInteger),
    Column("response", Text, nullable=False),
    Column("shorten_by", BigInteger),
    Column("liability", BigInteger, nullable=False),
    Column("alerted_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
