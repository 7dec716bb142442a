"""Bets in PostgreSQL.  All of betting's SQL is here."""
