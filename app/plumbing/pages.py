"""Pages of a list: an opaque cursor says after which item the next page begins.

A store reads `limit + 1` rows in the order of a key, after the key that a cursor holds;
`page_of` shows the first `limit` of them.  Cursors are not signed: whoever makes one up is
shown a list they may read, from another place.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import QueryParameter
from msgspec import Meta, Struct

from app.plumbing.refusals import Invalid

ITEMS_MAX = 200
ITEMS_USUAL = 50
CURSOR_LENGTH_MAX = 1_000

# What a handler of a list asks for: `after: After = None, limit: Limit = ITEMS_USUAL`.
After = Annotated[
    str | None,
    QueryParameter(
        max_length=CURSOR_LENGTH_MAX, description="`next` of the page before; none for the first."
    ),
]
Limit = Annotated[
    int, QueryParameter(ge=1, le=ITEMS_MAX, description="How many items a page has at most.")
]
# Lists of what has a time: `since: Since = None, until: Until = None`.
Since = Annotated[datetime | None, QueryParameter(name="from", description="The first moment.")]
Until = Annotated[datetime | None, QueryParameter(name="to", description="The moment after.")]
# A number within a cursor: PostgreSQL knows none beyond.
Number = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]

Key = TypeVar("Key")
Row = TypeVar("Row")
Item = TypeVar("Item")


class CursorInvalid(Invalid):
    """This cursor does not come from this list."""


class Page(Struct, Generic[Item], frozen=True):
    """Some items of a list, and the cursor of those that follow."""

    items: list[Item]
    next: Annotated[
        str | None,
        Meta(description="Send it as `after` to get the next page.  Null: there is none."),
    ]


def page_of(
    rows: Sequence[Row], limit: int, *, key: Callable[[Row], object], show: Callable[[Row], Item]
) -> Page[Item]:
    """A page from one row more than it may show; `key` is what the rows are ordered by."""
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        items=[show(row) for row in shown], next=cursor_of(key(shown[-1])) if more else None
    )


def cursor_of(key: object) -> str:
    return urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def key_of(cursor: str | None, kind: type[Key]) -> Key | None:
    """The key in a cursor, such as a `tuple[datetime, UUID]`; None for the first page."""
    if cursor is None:
        return None
    try:
        key = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(key, type=kind)
    except (NotBase64, ValueError, RecursionError):
        raise CursorInvalid from None
