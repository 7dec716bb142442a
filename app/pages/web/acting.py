"""What a form does, or why it does not, told on the page that sent it."""

from collections.abc import Awaitable
from http import HTTPStatus
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from app.plumbing.problems import status_of
from app.plumbing.refusals import Missing, Refusal

T = TypeVar("T")


async def tried(tx: AsyncConnection, act: Awaitable[T]) -> tuple[T | None, Refusal | None]:
    """Do it, or be told why not, with nothing of it done.  What is not there is no page of ours."""
    try:
        async with tx.begin_nested():
            return await act, None
    except Missing:
        raise
    except Refusal as no:
        return None, no


async def refusal_of(tx: AsyncConnection, act: Awaitable[object]) -> Refusal | None:
    """Do it, or return why not, with nothing of it done."""
    _, no = await tried(tx, act)
    return no


def status_for(refusal: Refusal | None) -> int:
    return int(status_of(type(refusal)) if refusal else HTTPStatus.OK)
