"""What can be done with leaderboards: refreshed, read, explained, frozen."""
