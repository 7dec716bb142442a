"""Violations of what holds for leaderboards."""

VIOLATIONS: dict[str, list[str]] = {}
