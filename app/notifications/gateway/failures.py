"""Why a mail did not leave."""


class Undeliverable(Exception):
    """It will never be taken: the address, or the mail itself, is refused."""


class Deferred(Exception):
    """It is not taken now, but may be later."""


class PostAway(Exception):
    """Nobody takes any mail: the server is away, busy, or does not know us."""
