"""Following what changes."""
