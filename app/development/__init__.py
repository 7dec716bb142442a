"""What stands in for a real installation's servers on one machine.  Never in production."""


class CannotStart(Exception):
    """Something did not start, or did not stay; the text says why, in a sentence."""
