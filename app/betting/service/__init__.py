"""What players can do with bets."""
