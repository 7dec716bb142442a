"""Writing what all communities share: the same handlers, in the platform's community."""

from collections.abc import AsyncIterator

from litestar.di import Provide
from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.web import Elsewhere
from app.tenants.rules import PLATFORM_ID


async def _write_on_the_platform(elsewhere: Elsewhere) -> AsyncIterator[AsyncConnection]:
    async with elsewhere(PLATFORM_ID) as tx:
        yield tx


async def _read_on_the_platform(elsewhere: Elsewhere) -> AsyncIterator[AsyncConnection]:
    async with elsewhere(PLATFORM_ID) as tx:
        yield tx


# Litestar wants a provider of its own for each name.
ON_THE_PLATFORM = {
    "tx": Provide(_write_on_the_platform),
    "reading": Provide(_read_on_the_platform),
}
