"""Leaderboards in PostgreSQL: what counts so far, and the standings made of it."""
