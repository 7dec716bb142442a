"""What is decided about people, without clock, database or web."""
