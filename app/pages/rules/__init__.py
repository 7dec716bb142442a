"""How pages are put into words and order.  Pure."""
