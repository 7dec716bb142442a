"""What became of events and markets, and what is paid by it."""
