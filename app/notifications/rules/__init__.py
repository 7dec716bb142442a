"""What people may be told, where, and how often it is tried.  Pure."""
