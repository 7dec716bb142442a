"""Stack traces without the values that errors quote: a row's content, a statement's parameters."""

import traceback


def stack_of(error: BaseException) -> str:
    """Every frame of the error and of what led to it, and of each message the first line."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(
        [
            f"{stack_of(before)}\nThat led to:\n\n" if before else "",
            "Traceback (most recent call last):\n",
            *traceback.format_tb(error.__traceback__),
            f"{type(error).__qualname__}: {first_line(str(error))}",
        ]
    )


def first_line(message: str) -> str:
    """PostgreSQL quotes whole rows below the first line, SQLAlchemy statements and parameters."""
    return message.split("\n", 1)[0]
