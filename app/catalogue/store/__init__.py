"""The catalogue in PostgreSQL.  All of its SQL is here."""
