"""The ledger in PostgreSQL.  All of its SQL is here, and nobody else writes its tables."""
