"""Predictions and bonus questions in PostgreSQL."""
