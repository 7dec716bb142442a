"""Sports, leagues, participants, events and their results."""
