"""What an OpenID provider publishes about itself, fetched with care."""

import asyncio
from http import HTTPStatus

import httpx

from app.plumbing.refusals import Unavailable

DOCUMENT_BYTES_MAX = 64 * 1024
FETCH_SECONDS_MAX = 5


class IssuerUnavailable(Unavailable):
    """The sign-in service does not answer.  Please try again in a moment."""


async def fetch_document(http: httpx.AsyncClient, url: str) -> bytes:
    """Fetch from this URL and no other, a small answer in little time, or `IssuerUnavailable`."""
    try:
        async with (
            asyncio.timeout(FETCH_SECONDS_MAX),
            http.stream("GET", url, follow_redirects=False) as answer,
        ):
            if answer.status_code != HTTPStatus.OK:
                raise IssuerUnavailable
            return await _read(answer)
    except (httpx.HTTPError, TimeoutError) as error:
        raise IssuerUnavailable from error


async def _read(answer: httpx.Response) -> bytes:
    document = bytearray()
    # Raw, because a few compressed bytes can unpack to more than memory holds.
    async for chunk in answer.aiter_raw():
        document += chunk
        if len(document) > DOCUMENT_BYTES_MAX:
            raise IssuerUnavailable
    return bytes(document)
