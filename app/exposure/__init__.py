"""What a community may lose, and how much it is willing to."""
