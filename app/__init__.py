"""Pointsbook: betting with points among friends."""
