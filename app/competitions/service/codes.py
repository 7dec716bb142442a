"""Codes that let somebody in: short enough to read aloud, too many to guess."""

import secrets

# No letter or digit that looks or sounds like another one: 31 signs, so ten are 49 bits.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 10


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def tidy_code(code: str) -> str:
    """As it was made, however somebody typed it."""
    return code.strip().lower()
