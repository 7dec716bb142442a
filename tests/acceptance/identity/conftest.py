"""A community of one's own for each test, and the hands to reach into its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row

from app.development.directory.state import Person
from tests.acceptance.world import World

numbers = count(1)


@dataclass(frozen=True, slots=True)
class Place:
    """A community, in a world with people."""

    world: World
    tenant_id: UUID
    name: str

    @property
    def host(self) -> str:
        return f"{self.name}.localhost"

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.world.port}"

    def arrive(self, name: str, *roles: str) -> Person:
        """Somebody the sign-in service knows, who has not joined yet."""
        return self.world.people.join(name, *(f"{self.name}/{role}" for role in roles))

    def join(self, name: str, *roles: str) -> Person:
        """Somebody who has joined, with these roles."""
        return self.world.join(name, self.name, *roles)

    def sign_in(self, person: Person) -> httpx.Client:
        return self.world.sign_in(person, self.host)

    def browser(self) -> httpx.Client:
        return self.world.browser(self.host)

    def sessions(self) -> list[dict[str, Any]]:
        with psycopg.connect(
            self.world.database.url("postgres").reveal(), row_factory=dict_row
        ) as superuser:
            return superuser.execute(
                "select * from session where tenant_id = %s order by id", [self.tenant_id]
            ).fetchall()

    def change(self, table: str, **values: str) -> None:
        """Set columns of this community's rows to SQL expressions, such as another time."""
        key = "id" if table == "tenant" else "tenant_id"
        changes = ", ".join(f"{name} = {expression}" for name, expression in values.items())
        with psycopg.connect(self.world.database.url("postgres").reveal()) as superuser:
            superuser.execute(
                f"update {table} set {changes} where {key} = %s",  # noqa: S608
                [self.tenant_id],
            )
        self.world.forget_people()

    def as_superuser(self) -> psycopg.Connection:
        return psycopg.connect(self.world.database.url("postgres").reveal())

    @contextmanager
    def holding_the_sessions(self) -> Iterator[None]:
        """Lock the rows, so that all who want to change one stand in a queue."""
        with psycopg.connect(self.world.database.url("postgres").reveal()) as superuser:
            superuser.execute(
                "select from session where tenant_id = %s for update", [self.tenant_id]
            )
            yield

    def make_renewal_due(self) -> None:
        self.change("session", renew_at="now() - interval '1 second'")


@pytest.fixture
def place(world: World) -> Place:
    return found(world)


@pytest.fixture
def elsewhere(world: World) -> Place:
    return found(world)


def found(world: World) -> Place:
    name = f"place-{next(numbers)}"
    return Place(world, world.found_community(name), name)


def is_signed_in(browser: httpx.Client) -> bool:
    answer = browser.get("/auth/sessions")
    assert answer.status_code in {200, 303}
    return answer.status_code == 200


def csrf_of(browser: httpx.Client) -> str:
    page = browser.get("/auth/sessions").text
    return page.partition('name="csrf" value="')[2].partition('"')[0]


def send(browser: httpx.Client, path: str, **fields: str) -> httpx.Response:
    """Submit a form of ours."""
    return browser.post(path, data={"csrf": csrf_of(browser)} | fields)
