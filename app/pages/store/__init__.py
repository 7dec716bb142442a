"""Reads that join features, for pages."""
