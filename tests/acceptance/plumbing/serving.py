"""The application with a few routes of the tests' own, on a socket."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
from litestar import get
from sqlalchemy import text

from app.main import build_app
from app.plumbing.access import anyone
from app.plumbing.ids import new_id
from app.plumbing.web import Reading
from tests.acceptance.server import Server, listen
from tests.conftest import TestDatabase


@get("/api/look", guards=[anyone])
async def look(reading: Reading) -> str:
    return str(await reading.scalar(text("select 'seen'")))


@contextmanager
def serving(
    database: TestDatabase, routes: Sequence[Any] = (), **settings: str
) -> Iterator[httpx.Client]:
    """To a client of the community `ours`."""
    found_ours(database)
    app = build_app(database.settings(**settings))
    for route in (look, *routes):
        app.register(route)
    listener = listen()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with (
        Server(app, listener=listener),
        httpx.Client(base_url=url, headers={"host": "ours.localhost"}, timeout=10) as client,
    ):
        yield client


def found_ours(database: TestDatabase) -> None:
    tenant_id = str(new_id())
    with psycopg.connect(database.url("app").reveal()) as tx:
        tx.execute("select set_config('app.tenant_id', %s, true)", [tenant_id])
        tx.execute(
            "insert into tenant (id, subdomain, name, settings) values (%s, 'ours', 'Ours', '{}')",
            [tenant_id],
        )
        tx.execute(
            "insert into tenant_host (host, tenant_id) values ('ours.localhost', %s)", [tenant_id]
        )
