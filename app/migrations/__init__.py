"""The schema: numbered steps, then the invariants anew."""
