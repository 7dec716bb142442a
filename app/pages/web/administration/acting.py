"""What an admin's form does, or why it does not, told on the page that sent it."""

from collections.abc import Awaitable
from http import HTTPStatus

from sqlalchemy.ext.asyncio import AsyncConnection

from app.pages.web.office.asking import tried
from app.plumbing.problems import status_of
from app.plumbing.refusals import Refusal


async def refusal_of(tx: AsyncConnection, act: Awaitable[object]) -> Refusal | None:
    """Do it, or return why not, with nothing of it done."""
    _, no = await tried(tx, act)
    return no


def status_for(refusal: Refusal | None) -> int:
    return int(status_of(type(refusal)) if refusal else HTTPStatus.OK)
