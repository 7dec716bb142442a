"""When a mail that could not be sent is tried again."""

from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
# About two days, which is how long other mail servers are patient.
TRIES_MAX = 12


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None to give up."""
    if tries >= TRIES_MAX:
        return None
    return min(FIRST_WAIT * int(4 ** (tries - 1)), LONGEST_WAIT)
