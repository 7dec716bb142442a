"""A player's own data: taking it along, and leaving."""
