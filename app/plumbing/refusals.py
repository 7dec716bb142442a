"""How the domain says no.  It knows nothing of HTTP; `problems.py` does the translating."""


class Refusal(Exception):
    """A considered no.  A subclass's docstring is the title people read; its facts explain it."""

    def __init__(self, **facts: object) -> None:
        super().__init__(self.__doc__)
        self.facts = facts


class Invalid(Refusal):
    """What was sent makes no sense."""


class NotSignedIn(Refusal):
    """Please sign in first."""


class Forbidden(Refusal):
    """You may not do that."""


class Missing(Refusal):
    """There is no such thing."""


class Conflict(Refusal):
    """The request no longer fits the state of the world."""


class Stale(Refusal):
    """This is not the version that you read."""


class TooMany(Refusal):
    """Too many requests.  Please wait a moment."""


class Unavailable(Refusal):
    """A part of Pointsbook does not answer.  Please try again in a moment."""
