"""A request gives its connection back, however it ends."""

import asyncio
from collections.abc import Iterator
from http import HTTPStatus

import httpx
import pytest
from litestar import get
from litestar.di import NamedDependency, Provide

from app.plumbing.access import anyone
from app.plumbing.refusals import Forbidden
from app.plumbing.web import Reading, Tx
from tests.acceptance.plumbing.serving import serving
from tests.conftest import TestDatabase

Refused = NamedDependency[None]


async def refuse_later() -> None:
    """By then the transaction beside it has begun."""
    await asyncio.sleep(0.05)
    raise Forbidden


def refuse_at_once() -> None:
    raise Forbidden


REFUSING = {
    "later": Provide(refuse_later),
    "at_once": Provide(refuse_at_once, sync_to_thread=False),
}


@get("/api/begun", guards=[anyone], dependencies={"refused": REFUSING["later"]})
async def begun(tx: Tx, reading: Reading, refused: Refused) -> None: ...


@get("/api/beginning", guards=[anyone], dependencies={"refused": REFUSING["at_once"]})
async def beginning(tx: Tx, reading: Reading, refused: Refused) -> None: ...


@pytest.fixture
def client(database: TestDatabase) -> Iterator[httpx.Client]:
    with serving(database, [begun, beginning], pool_size="2") as client:
        yield client


@pytest.mark.parametrize("address", ["/api/begun", "/api/beginning"])
def test_a_request_refused_beside_its_transactions_gives_them_back(
    client: httpx.Client, address: str
) -> None:
    for _ in range(5):
        assert client.get(address).status_code == HTTPStatus.FORBIDDEN

    assert client.get("/api/look").status_code == HTTPStatus.OK
