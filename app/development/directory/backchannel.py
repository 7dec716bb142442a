"""Telling clients that a session has ended (OpenID Connect Back-Channel Logout 1.0)."""

import asyncio

import httpx
import structlog

PATIENCE = 3.0

log = structlog.get_logger()


class Backchannel:
    """Sends in the background, so that a client that is slow or gone delays nobody's sign-out."""

    def __init__(self) -> None:
        # The event loop holds its tasks weakly: what nobody else holds may vanish half-way.
        self._under_way: set[asyncio.Task[None]] = set()

    def tell(self, url: str, logout_token: str) -> None:
        task = asyncio.create_task(_send(url, logout_token))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def finish(self) -> None:
        await asyncio.gather(*self._under_way)


async def _send(url: str, logout_token: str) -> None:
    try:
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client:
            answer = await client.post(url, data={"logout_token": logout_token})
            answer.raise_for_status()
    except httpx.HTTPError as error:
        log.warning("back-channel sign-out failed", url=url, error=str(error))
