"""Responsible play: limits, breaks, and how much was played."""
