"""The world that scenarios play in: the application over HTTP, on a database of its own."""

import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import httpx
import psycopg
from sqlalchemy.pool import QueuePool

from app.development.directory.state import Person
from app.main import build_app
from app.plumbing.ids import new_id
from tests.acceptance.people import People
from tests.acceptance.players import insert_player
from tests.acceptance.server import Server, listen
from tests.conftest import TestDatabase

SECURE = re.compile(rb";\s*Secure(?=;|$)")


class Loopback(httpx.HTTPTransport):
    """Finds every host of a world on this machine, as browsers do with `*.localhost`."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url.copy_with(host="127.0.0.1")
        response = super().handle_request(
            httpx.Request(
                request.method,
                url,
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        )
        # Browsers bring Secure cookies, such as Keycloak's, to this machine without TLS.
        headers = [(k, SECURE.sub(b"", v)) for k, v in response.headers.raw]
        response.headers = httpx.Headers(headers)
        return response


def open_browser(host: str, port: int) -> httpx.Client:
    """A client that speaks to one host of this machine and keeps its cookies."""
    return httpx.Client(
        base_url=f"http://{host}:{port}",
        headers={"accept": "text/html"},
        transport=Loopback(),
        timeout=10,
    )


class World:
    def __init__(
        self,
        database: TestDatabase,
        people: Callable[[str], People] | None = None,
        **settings: str,
    ) -> None:
        """`people` makes those who know this world by its address; without it, embedded ones."""
        self.database = database
        listener = listen()
        self.port: int = listener.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self._folder = tempfile.mkdtemp()
        self.people = people(self.url) if people else self._embedded_people()
        self.settings = database.settings(public_url=self.url, **self.people.settings, **settings)
        self._browsers: list[httpx.Client] = []
        self._app = build_app(self.settings)
        self._server = Server(self._app, listener=listener)

    def __enter__(self) -> Self:
        self.people.__enter__()
        self._server.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._server.__exit__(kind, error, where)
        self.people.__exit__(kind, error, where)
        shutil.rmtree(self._folder)

    def _embedded_people(self) -> People:
        return People(Path(self._folder, "directory.json"), app_url=self.url)

    def browser(self, host: str = "demo.localhost") -> httpx.Client:
        """A browser at one community's host, closed after the scenario."""
        browser = open_browser(host, self.port)
        self._browsers.append(browser)
        return browser

    def sign_in(self, person: Person, host: str = "demo.localhost") -> httpx.Client:
        """A browser that went all the way: our page, the provider's form, and back."""
        browser = self.browser(host)
        browser.follow_redirects = True
        form = browser.get("/auth/sign-in")
        home = self.people.fill_in(browser, form, person)
        assert home.url.copy_with(query=None) in {
            f"http://{host}:{self.port}/",
            f"http://{host}:{self.port}/welcome",
        }, home.text
        browser.follow_redirects = False
        return browser

    def join(self, name: str, subdomain: str, *roles: str) -> Person:
        """Somebody new who has joined a community, with roles there such as `admin`."""
        person = self.people.join(name, *(f"{subdomain}/{role}" for role in roles))
        with psycopg.connect(self.database.url("platform").reveal()) as platform:
            query = "select id from tenant where subdomain = %s"
            [[tenant_id]] = platform.execute(query, [subdomain]).fetchall()
        insert_player(self.database, tenant_id, person, roles)
        return person

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

    def forget_people(self) -> None:
        """What a test changed behind the application's back holds at once."""
        self._app.state.recent.forget()

    def rests(self) -> bool:
        """Whether no connection is in use, as soon as nobody asks for anything."""
        pool: QueuePool = self._app.state.database.primary.sync_engine.pool
        deadline = time.monotonic() + 2
        while pool.checkedout() and time.monotonic() < deadline:
            time.sleep(0.01)
        return pool.checkedout() == 0

    def forget_pages(self) -> None:
        """What somebody saw of a leaderboard a moment ago is looked up again."""
        self._app.state.recent_pages.forget()

    def violations(self) -> list[tuple[object, ...]]:
        return self.database.violations()
