"""Messages to people: on the page, and by mail."""
