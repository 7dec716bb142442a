"""What a file says of events, what would change by it, and what is wrong with it."""
