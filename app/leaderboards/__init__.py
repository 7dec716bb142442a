"""Standings: who is where, and why."""
