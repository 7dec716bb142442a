"""The tables of the ledger."""

from sqlalchemy import BigInteger, Column, DateTime, FetchedValue, Numeric, Table, Text, Uuid
from sqlalchemy.dialects.postgresql.base import ischema_names
from sqlalchemy.types import UserDefinedType

from app.plumbing.db import metadata


class TransactionId(UserDefinedType[str]):
    """PostgreSQL's own eight-byte transaction id.  It is compared there and never read here."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        return "xid8"


ischema_names["xid8"] = TransactionId

# `tenant_id` is left to its default, the transaction's community, and so is every column that the
# application may not write.
accounts = Table(
    "account",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True),
    Column("owner", Uuid, nullable=False),
    Column("bank", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

transfers = Table(
    "transfer",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("debit_account", Uuid, nullable=False),
    Column("debit_kind", Text, nullable=False),
    Column("credit_account", Uuid, nullable=False),
    Column("credit_kind", Text, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("kept_account", Uuid),
    Column("account_sequence", BigInteger),
    Column("balance_after", BigInteger),
    Column("reference", Uuid),
    Column("reason", Text),
    Column("key", Text),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("xid", TransactionId, nullable=False),
)

account_rollups = Table(
    "account_rollup",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("account_id", Uuid, primary_key=True),
    Column("balance", Numeric(38), nullable=False),
    # Transfers of earlier transactions are in the balance, later ones are not.
    Column("horizon", TransactionId, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

adjustments = Table(
    "adjustment",
    metadata,
    Column("tenant_id", Uuid, primary_key=True, server_default=FetchedValue()),
    Column("id", Uuid, primary_key=True),
    Column("owner", Uuid, nullable=False),
    Column("points", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("threshold", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)
