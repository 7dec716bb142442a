"""Limits, breaks and play in PostgreSQL.  All of their SQL is here."""
