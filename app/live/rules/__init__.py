"""What can be followed, and what is said of it."""
