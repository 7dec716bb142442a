"""People: sign-in, sessions, keys, roles, players."""
