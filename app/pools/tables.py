"""The tables of pools."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, FetchedValue, Table, Text, Uuid

from app.plumbing.db import metadata

pools = Table(
    "pool",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True),
    Column("competition_id", Uuid, nullable=False),
    Column("market_tenant_id", Uuid, nullable=False),
    Column("market_id", Uuid, nullable=False),
    Column("takeout", BigInteger, nullable=False),
    Column("minimum_dividend", Boolean, nullable=False),
    Column("carried_in", BigInteger, nullable=False),
    Column("next_pool_id", Uuid),
    Column("state", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
    Column("updated_at", DateTime(timezone=True), nullable=False, server_default=FetchedValue()),
)

pool_totals = Table(
    "pool_total",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("pool_id", Uuid, primary_key=True),
    Column("selection_tenant_id", Uuid, nullable=False),
    Column("selection_id", Uuid, primary_key=True),
    Column("bets", BigInteger, nullable=False),
    Column("staked", BigInteger, nullable=False),
)
