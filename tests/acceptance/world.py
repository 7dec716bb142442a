"""The world that scenarios play in: the application over HTTP, on a database of its own."""

import socket
import threading
import time
from types import TracebackType
from typing import Self
from uuid import UUID

import httpx
import psycopg
import uvicorn

from app.main import build_app
from app.plumbing.ids import new_id
from tests.conftest import TestDatabase


class Server:
    """An ASGI application on a real socket, in a thread."""

    def __init__(self, app: object, *, listener: socket.socket) -> None:
        self._listener = listener
        self._server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, lifespan="on", timeout_graceful_shutdown=2)  # type: ignore[arg-type]
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            assert self._thread.is_alive(), "the application did not start"
            assert time.monotonic() < deadline, "the application did not start in time"
            time.sleep(0.01)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._listener.close()


def listen() -> socket.socket:
    """A socket on a free port of loopback."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    return listener


class World:
    def __init__(self, database: TestDatabase) -> None:
        self.database = database
        listener = listen()
        self.port: int = listener.getsockname()[1]
        self.settings = database.settings(public_url=f"http://localhost:{self.port}")
        self._browsers: list[httpx.Client] = []
        self._server = Server(build_app(self.settings), listener=listener)

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._server.__exit__(kind, error, where)

    def browser(self, host: str = "demo.localhost") -> httpx.Client:
        """A client that speaks to one community's host and keeps its cookies."""
        browser = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"host": f"{host}:{self.port}", "accept": "text/html"},
            timeout=10,
        )
        self._browsers.append(browser)
        return browser

    def close_browsers(self) -> None:
        while self._browsers:
            self._browsers.pop().close()

    def found_community(self, subdomain: str, name: str | None = None) -> UUID:
        """A community out of nothing, with its host, as the tables' owner would make it."""
        tenant_id = new_id()
        with psycopg.connect(self.database.url("app").reveal()) as tx:
            tx.execute("select set_config('app.tenant_id', %s, true)", [str(tenant_id)])
            tx.execute(
                "insert into tenant (id, subdomain, name, settings) values (%s, %s, %s, '{}')",
                [tenant_id, subdomain, name or subdomain.title()],
            )
            tx.execute(
                "insert into tenant_host (host, tenant_id) values (%s, %s)",
                [f"{subdomain}.localhost", tenant_id],
            )
        return tenant_id

    def audit_of(self, subdomain: str) -> str:
        """All records of a community's audit chain, one a line."""
        with psycopg.connect(self.database.url("platform").reveal()) as platform:
            rows = platform.execute(
                "select record from audit a join tenant t on t.id = a.tenant_id"
                " where t.subdomain = %s order by seq",
                [subdomain],
            )
            return "\n".join(record for (record,) in rows)

    def violations(self) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database.url("platform").reveal()) as platform:
            return platform.execute("select * from violations()").fetchall()
