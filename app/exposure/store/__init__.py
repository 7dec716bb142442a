"""Exposure in PostgreSQL.  All of its SQL is here; only a bet's own is with the bets."""
