"""The rules, reachable without a database."""
