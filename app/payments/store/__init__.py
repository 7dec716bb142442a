"""Payments and vouchers in PostgreSQL.  All of their SQL is here."""
