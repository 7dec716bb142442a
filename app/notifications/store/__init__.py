"""Notifications, preferences and deliveries in PostgreSQL."""
