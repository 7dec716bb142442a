"""All SQL about people."""
