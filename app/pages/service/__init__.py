"""What a page needs, put together."""
