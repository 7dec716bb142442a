"""What is played on, built on one connection, for those who build thousands of things."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg

from tests.acceptance.game import Game
from tests.conftest import TestDatabase


class QuickGame(Game):
    def __init__(self, database: TestDatabase, tenant_id: UUID) -> None:
        super().__init__(database, tenant_id)
        self.connection = psycopg.connect(database.url("app").reveal(), autocommit=True)

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection]:
        with self.connection.transaction():
            self.connection.execute(
                "select set_config('app.tenant_id', %s, true)", [str(self.tenant_id)]
            )
            yield self.connection
