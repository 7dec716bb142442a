"""Competitions in PostgreSQL.  All of their SQL is here."""
