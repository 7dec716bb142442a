"""Lists a page at a time, and reads that are only answered when something is new."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from litestar import Request, Response
from litestar.params import FromQuery, QueryParameter
from msgspec import Struct

PAGE = 50
PAGE_MAX = 200

Limit = Annotated[int, QueryParameter(ge=1, le=PAGE_MAX, description="How many at most.")]
After = FromQuery[UUID | None]

Item = TypeVar("Item")
Row = TypeVar("Row")


class Page(Struct, Generic[Item], frozen=True):
    """`next` is sent as `after` to get the following page; null on the last."""

    items: list[Item]
    next: UUID | None


def page_of(
    rows: Sequence[Row], limit: int, *, cursor: Callable[[Row], UUID], shown: Callable[[Row], Item]
) -> Page[Item]:
    """`rows` are one more than asked for where another page follows."""
    cut = rows[:limit]
    following = cursor(cut[-1]) if len(rows) > limit else None
    return Page(items=[shown(row) for row in cut], next=following)


def unless_known(request: Request[Any, Any, Any], version: str, content: Item) -> Response[Item]:
    """The content with its version; an empty 304 for whoever has this version already."""
    etag = f'"{version}"'
    known = {tag.strip().removeprefix("W/") for tag in _if_none_match(request).split(",")}
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if known & {etag, "*"}:
        return Response(None, status_code=304, headers=headers)  # type: ignore[arg-type]  # no body
    return Response(content, headers=headers)


def _if_none_match(request: Request[Any, Any, Any]) -> str:
    return request.headers.get("if-none-match", "")
