"""Entity tags (RFC 9110 §8.8): an unchanged answer is not sent again, a stale change is refused.

A tag is made of the very bytes that are sent, so that it is never wrong; where the thing counts
its versions, that number stands before it, and is what `If-Match` goes by.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, TypeVar, cast

import msgspec
from litestar import MediaType, Request, Response
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED

from app.plumbing.refusals import Stale

Content = TypeVar("Content")

TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
HASH_LENGTH = 32
# Answers differ by who asks, and may change at any moment: keep them, but ask each time.
KEPT = "private, no-cache"


class ChangedSinceRead(Stale):
    """Somebody changed this since you read it.  Please read it again."""


def answer(
    request: Request[Any, Any, Any],
    content: Content,
    *,
    version: int | None = None,
    status_code: int = HTTP_200_OK,
) -> Response[Content]:
    """The content with its tag, or 304 where the client has it already."""
    # Sets in an order, or the same content would have another tag in each process.
    ordered = msgspec.to_builtins(content, order="deterministic", str_keys=True)
    body = msgspec.json.encode(ordered)
    tag = tag_of(body, version)
    headers = {"ETag": f'"{tag}"', "Cache-Control": KEPT}
    if request.method == "GET" and has_it(request.headers.get("if-none-match"), tag):
        return cast(
            "Response[Content]", Response(None, status_code=HTTP_304_NOT_MODIFIED, headers=headers)
        )
    return cast(
        "Response[Content]",
        Response(body, status_code=status_code, media_type=MediaType.JSON, headers=headers),
    )


def tag_of(body: bytes, version: int | None = None) -> str:
    of_content = sha256(body).hexdigest()[:HASH_LENGTH]
    return of_content if version is None else f"{version}-{of_content}"


def check_match(request: Request[Any, Any, Any], version: int) -> None:
    """Refuse a change to another version than the one in `If-Match`, if that was sent."""
    header = request.headers.get("if-match")
    if header is None or header.strip() == "*":
        return
    # Weak tags promise too little to build a change on.
    seen = {tag.partition("-")[0] for weak, tag in _tags(header) if not weak}
    if str(version) not in seen:
        raise ChangedSinceRead(current=version)


def has_it(header: str | None, tag: str) -> bool:
    if header is None:
        return False
    return header.strip() == "*" or tag in (known for _, known in _tags(header))


def _tags(header: str) -> Iterator[tuple[bool, str]]:
    """The tags of a header, and whether each is a weak one."""
    for mark, tag in TAG.findall(header):
        yield bool(mark), tag
