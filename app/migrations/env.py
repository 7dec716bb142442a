"""Alembic's entry: one connection, handed in by `app.plumbing.schema`."""

from alembic import context
from sqlalchemy import Connection

from app.plumbing.db import metadata

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
